import stopServer from './global-teardown.mjs';

export default async function stopKafka() {
  await globalThis.stopTestKafka?.();
  await stopServer();
}
