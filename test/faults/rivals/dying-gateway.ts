// A gateway that stops for good after the first thing each command writes: the reservation is there and what it is for is not.
// Reads one line with all commands, says one line for each – `reserved`, or `refused` – and waits to be killed.
import { createInterface } from 'node:readline';
import { openPlatform } from '../../../apps/worker/src/index.js';
import type { Try } from './ground.js';

const { DATABASE_URL: databaseUrl = '', VAULT_KEY: vaultKey = '' } = process.env;
const eventStoreUrl = process.env['EVENT_STORE_URL'] || undefined;
const { store, dispatcher } = await openPlatform({
  ...{ databaseUrl, eventStoreUrl, vaultKey },
  atomicAcrossStreams: false,
});
const append = store.append.bind(store);
store.append = async (units, options) => {
  const outcomes = await append(units, options);
  if (!outcomes.every(({ ok }) => ok)) return outcomes;
  console.log('reserved');
  return new Promise(() => undefined);
};
console.log('ready');
for await (const line of createInterface({ input: process.stdin }))
  for (const { category, command, actor, commandId } of JSON.parse(line) as readonly Try[])
    void dispatcher
      .dispatch(category, command, { commandId }, actor)
      .then(() => console.log('refused'));
// Whoever should have killed it is gone.
process.exit(1);
