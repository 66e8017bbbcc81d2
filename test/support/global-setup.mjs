// One PostgreSQL for the whole run. Jest loads this file itself, so the TypeScript behind it needs the loader of infra/tooling.
import '../../infra/tooling/typescript.mjs';

export default async function startServer() {
  if (process.env.TEST_DATABASE_URL || process.env.TEST_SERVER_URL) return;
  const { startThrowawayServer } = await import('./server.ts');
  const server = await startThrowawayServer(process.env.DURABLE === '1');
  process.env.TEST_SERVER_URL = server.url;
  globalThis.stopTestServer = server.stop;
}
