import { afterEach, describe, expect, it, jest } from '@jest/globals';
import { EventStoreUrlError, type EventStore, type StoreTrouble } from '#event-store';
import { openPool } from '#postgres';
import { until } from '../../../../apps/standalone/src/processes.js';
import { startServerProcess } from '../../../../test/support/eventstoredb/process.js';
import { freshEventStoreDb } from '../../spec/contract/eventstoredb.js';
import { appendOne, freshStream, newEvents } from '../../spec/contract/subject.js';
import { EventIndex } from './event-index.js';
import { positionOf } from './positions.js';

jest.setTimeout(60_000);

const ending: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const end of ending.splice(0).reverse()) await end();
});
const separate = async () => {
  const server = await startServerProcess();
  ending.push(() => server.remove());
  return server;
};
const opened = async (...options: Parameters<typeof freshEventStoreDb>) => {
  const subject = await freshEventStoreDb(...options);
  ending.push(() => subject.dispose());
  return subject;
};
const fill = async (store: EventStore, units: number) => {
  for (let unit = 0; unit < units; unit += 1)
    await appendOne(store, { stream: freshStream(), expected: 'none', events: newEvents(2) });
};
const refusal =
  /^EVENT_STORE_URL: the event store does not hold what the database has seen [^\n]*$/;

/** A store whose whole feed is indexed, and closed again. */
const indexed = async (server: { readonly url: string }) => {
  const subject = await opened({ url: server.url });
  await fill(subject.store, 10);
  const pool = openPool(subject.databaseUrl, { application: 'spec', max: 1 });
  ending.push(() => pool.end());
  const head = await subject.store.head();
  const index = new EventIndex(pool);
  const isLevel = async () => positionOf((await index.progress()).place) === head;
  while (!(await isLevel())) await subject.store.wake(undefined, 20);
  await subject.store.close();
  return subject;
};

describe('an EventStoreDB that was restored to an earlier moment', () => {
  it('is not opened on an index that is ahead of it, whoever keeps the index', async () => {
    const server = await separate();
    const { another } = await indexed(server);
    await server.rewind(0.5);
    for (const keepsIndex of [true, false]) {
      const refused = another({ keepsIndex });
      await expect(refused).rejects.toThrow(EventStoreUrlError);
      await expect(refused).rejects.toThrow(refusal);
    }
  });

  it('is not opened either when it has grown past the index since', async () => {
    const server = await separate();
    const { another } = await indexed(server);
    await server.rewind(0.5);
    const elsewhere = await opened({ url: server.url });
    await fill(elsewhere.store, 20);
    await expect(another()).rejects.toThrow(refusal);
  });

  it('under a process at work is noticed by its index, which stands still', async () => {
    const server = await separate();
    const troubles: StoreTrouble[] = [];
    const onTrouble = (trouble: StoreTrouble) => void troubles.push(trouble);
    const { another } = await indexed(server);
    await another({ onTrouble });
    await server.rewind(0.5);
    expect(await until(() => troubles.length > 0, 20_000)).toBe(true);
    expect(troubles).toEqual([{ kind: 'standing-still', reason: expect.stringMatching(refusal) }]);
  });
});
