import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { EventStore } from '#event-store';
import type { AnyProjection } from '#kernel';
import { freshDatabase } from '../../../../test/support/database.js';
import { groundIn, heldUp, until, type Ground } from '../../spec/ground.js';
import { MemoryFeed, partitionOf } from '../../spec/memory-feed.js';
import { poisonousBySubject } from '../../spec/poison.js';
import { someDays } from '../../spec/some-days.js';
import { enterpriseDays, traineeTime } from '../../spec/workshop.js';
import { PartitionRunner, readCheckpoints, verifyProjections, Watermarks } from '../index.js';

const before: readonly AnyProjection[] = [poisonousBySubject(true), enterpriseDays];
const added: readonly AnyProjection[] = [
  { ...poisonousBySubject(true), table: 'divided_anew_v1' },
  { ...traineeTime, table: 'whole_anew_v1' },
];
const all = [...before, ...added];
const namesOf = (views: readonly AnyProjection[]) => views.map(({ table }) => table);
const batch = 20;

let ground: Ground;
let feed: MemoryFeed;
let some: ReturnType<typeof someDays>;
let ending: (() => Promise<void>)[];

const run = (projections: readonly AnyProjection[], store: EventStore = ground.store) => {
  const runner = new PartitionRunner({
    ...{ ...ground, store, projections, feed, batch, leaseMs: 300 },
  });
  ending.push(() => runner.stop());
  runner.start();
  return runner;
};
const reach = (views: readonly AnyProjection[], position: string) =>
  new Watermarks(ground.pool, ground.store, 10).waitFor(namesOf(views), position, 10_000);
const differences = () => verifyProjections({ ...ground, projections: all, partitionOf });
const more = async (count: number): Promise<string> => {
  const last = await some(count);
  await feed.relay();
  return last;
};

/** Holds up whoever passes, until one is let through or it stays open. */
const turnstile = () => {
  let gate = Promise.withResolvers<undefined>();
  let waited = 0;
  let isOpen = false;
  const letOne = () => {
    gate.resolve(undefined);
    gate = Promise.withResolvers<undefined>();
  };
  return {
    waited: () => waited,
    letOne,
    pass: async () => {
      waited += 1;
      if (!isOpen) await gate.promise;
    },
    open: async () => {
      isOpen = true;
      letOne();
      await Promise.resolve();
    },
  };
};

beforeEach(async () => {
  ground = await groundIn(await freshDatabase(), all);
  some = someDays(ground.store);
  feed = new MemoryFeed(8, ground.store);
  ending = [];
});
afterEach(async () => {
  await Promise.all(ending.map((end) => end()));
  await ground.leave();
});

describe('views that begin on a long store, fed in partitions', () => {
  it('leave the others level while they catch up, and end as a fold from the beginning', async () => {
    const first = run(before);
    expect(await reach(before, await more(200))).toBe('reached');
    // What follows comes by the feed, and so the place in it is known.
    expect(await reach(before, await more(20))).toBe('reached');
    await first.stop();
    const gate = turnstile();
    ending.unshift(gate.open);
    run(all, heldUp(ground.store, gate.pass));
    for (const pages of [1, 2]) {
      await until(() => gate.waited() >= pages);
      expect(await reach(before, await more(30))).toBe('reached');
      const behind = (await readCheckpoints(ground.pool)).filter(({ name }) =>
        namesOf(added).some((table) => name.startsWith(table)),
      );
      expect(behind.every(({ position = '0' }) => Number(position) <= 5 * batch)).toBe(true);
      gate.letOne();
    }
    // They come level also while the others are moving on.
    const writing = new AbortController();
    const written = (async () => {
      while (!writing.signal.aborted) await more(3);
    })();
    await gate.open();
    const reached = await reach(all, (await ground.store.head()) ?? '');
    writing.abort();
    await written;
    expect(reached).toBe('reached');
    expect(await reach(all, await more(10))).toBe('reached');
    expect(await differences()).toEqual([]);
  }, 60_000);

  it('read the store once for all their partitions', async () => {
    const events = 600;
    const head = await more(events);
    let read = 0;
    const counted = new Proxy(ground.store, {
      get: (target, name: keyof EventStore) =>
        name === 'readAll'
          ? async (...args: Parameters<EventStore['readAll']>) => {
              const found = await target.readAll(...args);
              read += found.length;
              return found;
            }
          : (target[name] as () => unknown).bind(target),
    });
    run(all, counted);
    expect(await reach(all, head)).toBe('reached');
    expect(read).toBeLessThan(2 * events);
    expect(await differences()).toEqual([]);
  }, 60_000);

  it('once they are level stay so without the store', async () => {
    run(all);
    expect(await reach(all, await more(100))).toBe('reached');
    const last = await more(20);
    expect(await reach(all, last)).toBe('reached');
    const reader = ground.store;
    let reads = 0;
    await Promise.all(ending.splice(0).map((end) => end()));
    run(
      all,
      heldUp(reader, () => {
        reads += 1;
        return Promise.resolve();
      }),
    );
    expect(await reach(all, await more(50))).toBe('reached');
    expect(reads).toBe(0);
  }, 60_000);
});
