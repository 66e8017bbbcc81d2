export default async function stopServer() {
  const stop = globalThis.stopTestServer;
  // Two projects share the server, and each would stop it.
  globalThis.stopTestServer = undefined;
  await stop?.();
}
