import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { appendFile, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  ANY,
  BACKWARDS,
  END,
  EventStoreDBClient,
  eventTypeFilter,
  jsonEvent,
  NO_STREAM,
  START,
  STREAM_EXISTS,
  type AppendExpectedRevision,
  type AppendToStreamOptions,
} from '@eventstore/db-client';
import { until } from '../../../apps/standalone/src/processes.js';
import { startServer, type EventStoreDbServer } from './server.js';

let folder: string;
let server: EventStoreDbServer;
let client: EventStoreDBClient;
const start = async () => {
  server = await startServer({ folder });
  client = EventStoreDBClient.connectionString(`esdb://127.0.0.1:${String(server.port)}?tls=false`);
};
const stop = async () => {
  await client.dispose();
  server.stop();
};
const event = (id = randomUUID(), type = 'Told') => jsonEvent({ id, type, data: { id } });
const events = (count: number) => Array.from({ length: count }, () => event());
const idsOf = async (name: string) => {
  const ids: string[] = [];
  for await (const { event: found } of client.readStream(name)) ids.push(found?.id ?? '');
  return ids;
};
const stream = () => `told-${randomUUID()}`;

// Credentials of its own make the client append by a call of its own.
const ways: [string, AppendToStreamOptions][] = [
  ['in a batch', {}],
  ['by itself', { credentials: { username: 'a', password: 'b' } }],
];

describe('the test server, to the real client', () => {
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'esdb-'));
    await start();
  });
  afterAll(async () => {
    await stop();
    await rm(folder, { recursive: true });
  });

  describe.each(ways)('appending %s', (_way, options) => {
    const cases: [AppendExpectedRevision, number, boolean][] = [
      [ANY, 0, true],
      [ANY, 2, true],
      [NO_STREAM, 0, true],
      [NO_STREAM, 2, false],
      [STREAM_EXISTS, 0, false],
      [STREAM_EXISTS, 2, true],
      [0n, 0, false],
      [0n, 2, false],
      [1n, 2, true],
      [5n, 2, false],
    ];
    it.each(cases)(
      'with %p to a stream of %d events succeeds: %p',
      async (expected, count, good) => {
        const name = stream();
        if (count > 0) await client.appendToStream(name, events(count), options);
        const sent = client.appendToStream(name, event(), {
          ...options,
          expectedRevision: expected,
        });
        if (good)
          expect(await sent).toMatchObject({ success: true, nextExpectedRevision: BigInt(count) });
        else
          await expect(sent).rejects.toMatchObject({
            type: 'wrong-expected-version',
            actualVersion: count === 0 ? 'no_stream' : BigInt(count - 1),
          });
      },
    );

    it('again with the same ids and revision succeeds and writes nothing', async () => {
      const name = stream();
      const made = events(3);
      for (const expectedRevision of [NO_STREAM, ANY] as const) {
        const first = await client.appendToStream(name, made, { ...options, expectedRevision });
        expect(first.nextExpectedRevision).toBe(2n);
      }
      await client.appendToStream(name, event(), options);
      const again = { ...options, expectedRevision: NO_STREAM } as const;
      expect(await client.appendToStream(name, made, again)).toMatchObject({ success: true });
      const partly = [...made.slice(0, 2), event()];
      await expect(client.appendToStream(name, partly, again)).rejects.toMatchObject({
        type: 'wrong-expected-version',
      });
      expect(await idsOf(name)).toHaveLength(4);
    });
  });

  it('refuses what is too large', async () => {
    const large = jsonEvent({ type: 'Told', data: { text: 'x'.repeat(1_100_000) } });
    await expect(client.appendToStream(stream(), large)).rejects.toMatchObject({
      type: 'maximum-append-size-exceeded',
      maxAppendSize: 1_048_576,
    });
  });

  it('hides a deleted stream until it is written to again, and ends a tombstoned one', async () => {
    const name = stream();
    await client.appendToStream(name, events(3));
    await expect(client.deleteStream(name, { expectedRevision: 1n })).rejects.toMatchObject({
      type: 'wrong-expected-version',
    });
    await client.deleteStream(name, { expectedRevision: 2n });
    await expect(idsOf(name)).rejects.toMatchObject({ type: 'stream-not-found' });
    const more = event();
    const expectedRevision = NO_STREAM;
    const revived = await client.appendToStream(name, more, { expectedRevision });
    expect(revived.nextExpectedRevision).toBe(3n);
    expect(await idsOf(name)).toEqual([more.id]);
    await client.tombstoneStream(name);
    await expect(idsOf(name)).rejects.toMatchObject({ type: 'stream-deleted' });
    await expect(client.appendToStream(name, event())).rejects.toMatchObject({
      type: 'stream-deleted',
    });
  });

  it('reads a stream both ways, and the feed both ways from a position', async () => {
    const name = stream();
    const made = events(5);
    const ids = made.map(({ id }) => id);
    await client.appendToStream(name, made);
    const back: string[] = [];
    const backwards = { direction: BACKWARDS, fromRevision: 3n, maxCount: 2 } as const;
    for await (const { event: found } of client.readStream(name, backwards))
      back.push(found?.id ?? '');
    expect(back).toEqual([ids[3], ids[2]]);
    const last: { readonly id: string; readonly position: { commit: bigint; prepare: bigint } }[] =
      [];
    const end = { direction: BACKWARDS, fromPosition: END, maxCount: 5 } as const;
    for await (const { event: found } of client.readAll(end)) if (found) last.push(found);
    expect(last.map(({ id }) => id)).toEqual(ids.toReversed());
    const on: string[] = [];
    const from = last[2]!.position;
    for await (const { event: found } of client.readAll({ fromPosition: from }))
      on.push(found?.id ?? '');
    expect(on).toEqual(ids.slice(2));
    const before: string[] = [];
    const earlier = { direction: BACKWARDS, fromPosition: from, maxCount: 2 } as const;
    for await (const { event: found } of client.readAll(earlier)) before.push(found?.id ?? '');
    expect(before).toEqual([ids[1], ids[0]]);
  });

  it('sends a filtered subscription checkpoints, and says when it has caught up', async () => {
    const checkpoints: bigint[] = [];
    const heard: string[] = [];
    let caughtUp = 0;
    await client.appendToStream(stream(), [...events(100), event(randomUUID(), 'Rare')]);
    const checkpointReached = (_source: unknown, { commit }: { commit: bigint }) => {
      checkpoints.push(commit);
      return Promise.resolve();
    };
    const filter = eventTypeFilter({ prefixes: ['Rare'], maxSearchWindow: 10, checkpointReached });
    const source = client.subscribeToAll({ fromPosition: START, filter });
    source.on('caughtUp', () => (caughtUp += 1));
    source.on('data', ({ event: found }) => heard.push(found?.type ?? ''));
    expect(await until(() => caughtUp === 1, 5_000)).toBe(true);
    await client.appendToStream(stream(), [...events(20), event(randomUUID(), 'Rarer')]);
    expect(await until(() => heard.length === 2, 5_000)).toBe(true);
    await source.unsubscribe();
    expect(heard).toEqual(['Rare', 'Rarer']);
    expect(checkpoints.length).toBeGreaterThan(10);
    expect(checkpoints.toSorted((a, b) => (a < b ? -1 : 1))).toEqual(checkpoints);
  });
});

describe('the files of the test server', () => {
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'esdb-'));
    await start();
  });
  afterEach(async () => {
    await stop();
    await rm(folder, { recursive: true });
  });

  it('keep all that was acknowledged, and nothing of an append that was torn', async () => {
    const name = stream();
    const made = events(50);
    await client.appendToStream(name, made);
    await stop();
    // Half of a frame, as it is left by a process that dies while it writes.
    await appendFile(join(folder, 'events.log'), Buffer.from([200, 0, 0, 0, 1, 2, 3, 4, 5]));
    await start();
    const ids = made.map(({ id }) => id);
    expect(await idsOf(name)).toEqual(ids);
    const more = event();
    await client.appendToStream(name, more, { expectedRevision: 49n });
    await stop();
    await start();
    expect(await idsOf(name)).toEqual([...ids, more.id]);
    expect(await client.appendToStream(name, made, { expectedRevision: NO_STREAM })).toMatchObject({
      nextExpectedRevision: 49n,
    });
  });
});
