import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  copyEvents,
  CopyRefused,
  feedDigest,
  openCopySide,
  openEventStore,
  type CopySide,
} from '#event-store';
import { appendOne, newEvent } from '../../../libs/event-store/spec/contract/subject.js';
import { startServer, type ServerOptions } from '../../support/eventstoredb/server.js';
import { migratedDatabase } from './ground.js';

const ending: (() => unknown)[] = [];
const side = async (url: string): Promise<CopySide> => {
  const opened = await openCopySide(url);
  ending.push(() => opened.close());
  return opened;
};
const serverOver = async (folder: string, options: Partial<ServerOptions>) => {
  const server = await startServer({ folder, ...options });
  const target = await side(`esdb://127.0.0.1:${String(server.port)}?tls=false`);
  ending.push(() => server.stop());
  return target;
};
const freshFolder = async () => {
  const folder = await mkdtemp(join(tmpdir(), 'esdb-'));
  ending.push(() => rm(folder, { recursive: true }));
  return folder;
};
const ids = async (end: CopySide): Promise<readonly string[]> =>
  (await end.read(undefined, 10_000)).map(({ id }) => id);

/** Events of the source; neighbours are of different streams, but for some pairs. */
const events = 120;
const largeAt = 57;

describe('a copy to an EventStoreDB that does not take every event', () => {
  let source: CopySide;
  let order: readonly string[];
  beforeAll(async () => {
    const database = await migratedDatabase();
    ending.push(database.drop);
    const store = await openEventStore({ databaseUrl: database.url });
    ending.push(() => store.close());
    for (let index = 0; index < events; index += 1) {
      const data = { index, note: 'x'.repeat(index === largeAt ? 100_000 : 10) };
      const stream = `hours-${String(Math.floor(index / 1.3) % 7)}`;
      await appendOne(store, { stream, expected: 'any', events: [newEvent({ data })] });
    }
    source = await side(database.url);
    order = await ids(source);
  }, 60_000);
  afterAll(async () => {
    for (const end of ending.reverse()) await end();
  });

  it('ends right before one that is too large, and is carried on where the limit is larger', async () => {
    const folder = await freshFolder();
    const small = await serverOver(folder, { mostBytes: 50_000 });
    const refused = copyEvents(source, small);
    await expect(refused).rejects.toThrow(CopyRefused);
    await expect(refused).rejects.toThrow(
      'hours-1@8 cannot be stored there: the unit is larger than the server takes at once.',
    );
    expect(await ids(small)).toEqual(order.slice(0, largeAt));
    const larger = await serverOver(folder, { mostBytes: 1_000_000 });
    expect(await copyEvents(source, larger)).toMatchObject({ taken: events - largeAt });
    expect(await feedDigest(larger)).toEqual(await feedDigest(source));
  }, 60_000);

  it('has no hole where the server ran out of time for one and not for those behind it', async () => {
    const late = new Set<string>();
    const isOutOfTime = (id: string) => {
      const isOnce = order.indexOf(id) % 17 === 3 && !late.has(id);
      if (isOnce) late.add(id);
      return isOnce;
    };
    const target = await serverOver(await freshFolder(), { isOutOfTime });
    await copyEvents(source, target, { round: 50 });
    expect(late.size).toBe(7);
    expect(await ids(target)).toEqual(order);
  }, 60_000);
});
