import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  copyEvents,
  CopyRefused,
  feedDigest,
  openCopySide,
  openEventStore,
  type CopySide,
  type EventStore,
} from '#event-store';
import { appendOne, newEvent, newEvents } from '../../../libs/event-store/spec/contract/subject.js';
import { startServerProcess } from '../../support/eventstoredb/process.js';
import { migratedDatabase } from './ground.js';

const ending: (() => Promise<unknown>)[] = [];
const database = async (): Promise<string> => {
  const { url, drop } = await migratedDatabase();
  ending.push(drop);
  return url;
};
const server = async () => {
  const process = await startServerProcess();
  ending.push(() => process.remove());
  return process;
};
const side = async (url: string): Promise<CopySide> => {
  const opened = await openCopySide(url);
  ending.push(() => opened.close());
  return opened;
};
const storeOn = async (databaseUrl: string, url = databaseUrl, clock?: () => Date) => {
  const store = await openEventStore({ databaseUrl, url, ...(clock && { clock }) });
  ending.push(() => store.close());
  return store;
};
const streams = ['hours-1', 'hours-2', 'agreement-1', 'reservation-1'];
const filled = async (store: EventStore, count: number): Promise<void> => {
  for (let written = 0; written < count; written += 3) {
    const stream = streams[written % streams.length]!;
    await appendOne(store, { stream, expected: 'any', events: newEvents(3) });
  }
};
const order = async (end: CopySide): Promise<readonly string[]> =>
  (await end.read(undefined, 10_000)).map(({ id }) => id);

describe('the target of a copy', () => {
  let origin: string;
  let source: CopySide;
  beforeAll(async () => {
    origin = await database();
    await filled(await storeOn(origin), 900);
    source = await side(origin);
  }, 60_000);
  afterAll(async () => {
    for (const end of ending.reverse()) await end();
  });

  it.each(['a PostgreSQL', 'an EventStoreDB'])(
    'can be %s that several copiers fill at once: each event is there once, in order',
    async (kind) => {
      const url = kind === 'a PostgreSQL' ? await database() : (await server()).url;
      const rivals = await Promise.all([1, 2, 3].map(() => side(url)));
      await Promise.all(rivals.map((target) => copyEvents(source, target, { round: 50 })));
      expect(await order(rivals[0]!)).toEqual(await order(source));
      expect(await feedDigest(rivals[0]!)).toEqual(await feedDigest(source));
    },
    60_000,
  );

  it('keeps what it has when it is killed, and the copier goes on when it is back', async () => {
    const { url, kill, start } = await server();
    const target = await side(url);
    let kills = 0;
    let mending: Promise<void> = Promise.resolve();
    const onProgress = ({ taken }: { readonly taken: number }) => {
      if (kills >= 3 || taken < 200 * (kills + 1)) return;
      kills += 1;
      mending = kill().then(start);
    };
    await copyEvents(source, target, { round: 50, onProgress });
    await mending;
    expect(kills).toBe(3);
    expect(await order(target)).toEqual(await order(source));
  }, 120_000);

  it('is refused with events of its own, before a copy and in the middle of one', async () => {
    const [url, databaseUrl] = [(await server()).url, await database()];
    for (const where of [url, databaseUrl]) {
      const store = await storeOn(databaseUrl, where);
      const target = await side(where);
      await copyEvents(source, target);
      await appendOne(store, { stream: 'hours-9', expected: 'none', events: [newEvent()] });
      await expect(copyEvents(source, target)).rejects.toThrow(
        'The target holds events of its own, such as hours-9@0: it must be empty, or hold what an earlier copy of this source left.',
      );
    }
    const target = await side(databaseUrl);
    const [last] = await target.tail(1);
    const [event] = await source.tail(1);
    await expect(target.take(last!.position, [event!], 'postgresql')).rejects.toThrow(
      'The target takes no copy: the store holds events of its own.',
    );
  }, 60_000);

  it('is refused with the copy of another store, also when that is of the same kind', async () => {
    const other = await database();
    await filled(await storeOn(other), 30);
    const target = await side(await database());
    await copyEvents(await side(other), target);
    await expect(copyEvents(source, target)).rejects.toThrow(
      'The target is no copy of this source',
    );
    await expect(copyEvents(await side((await server()).url), target)).rejects.toThrow(
      'The target holds a copy of another store: hours-1@0 came from postgresql.',
    );
  }, 60_000);

  it('is refused in EventStoreDB when an event of it stands in a place of the copy', async () => {
    const { url } = await server();
    const target = await side(url);
    const events = await source.read(undefined, 10);
    await target.take(undefined, events, 'postgresql');
    const store = await storeOn(await database(), url);
    const { stream, revision } = (await source.read(events.at(-1)!.position, 1))[0]!;
    await appendOne(store, { stream, expected: 'any', events: [newEvent()] });
    const next = await source.read(events.at(-1)!.position, 1);
    await expect(target.take(undefined, next, 'postgresql')).rejects.toThrow(
      `Something else writes into the target: ${stream} ends at revision ${String(revision)}, not at ${String(revision - 1)}.`,
    );
  }, 60_000);

  it('is refused when it lacks an event in the middle', async () => {
    const target = await side((await server()).url);
    const events = await source.read(undefined, 12);
    // The streams take turns by threes: the gap is in none of those that follow it.
    await target.take(undefined, [...events.slice(0, 6), ...events.slice(9)], 'postgresql');
    const refused = copyEvents(source, target);
    await expect(refused).rejects.toThrow(CopyRefused);
    await expect(refused).rejects.toThrow(/^The target has a hole: \S+ is there and \S+, which/);
  }, 60_000);

  it('keeps moments that do not rise, and finds by a moment what its source finds', async () => {
    const [databaseUrl, url] = [await database(), (await server()).url];
    const at = Date.UTC(2026, 2, 2, 8);
    // Two processes whose clocks are a second apart.
    const [slow, fast] = [
      await storeOn(databaseUrl, url, () => new Date(at)),
      await storeOn(databaseUrl, url, () => new Date(at + 1_000)),
    ];
    for (const store of [slow, fast, slow, fast, fast, slow, slow, fast])
      await appendOne(store, {
        ...{ stream: store === slow ? 'hours-1' : 'hours-2', expected: 'any' },
        events: [newEvent()],
      });
    const from = await side(url);
    const copied = await database();
    const target = await side(copied);
    await copyEvents(from, target, { round: 3 });
    expect(await feedDigest(target)).toEqual(await feedDigest(from));
    const copy = await storeOn(copied);
    expect(copy.capabilities.strictMoments).toBe(false);
    const positions = (await slow.readAll(undefined)).map(({ meta }) => meta.position);
    for (const { meta } of await copy.readAll(undefined)) {
      const found = await slow.positionAt(meta.recordedAt);
      expect(await copy.positionAt(meta.recordedAt)).toBe(
        String(positions.indexOf(found ?? '') + 1),
      );
    }
    // What the store then records by itself rises from the furthest moment there is.
    const own = await appendOne(copy, {
      ...{ stream: 'hours-3', expected: 'none', events: [newEvent()] },
    });
    expect(own).toMatchObject({ ok: true, position: '9' });
  }, 60_000);
});
