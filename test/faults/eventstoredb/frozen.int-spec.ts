import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { setTimeout as pause } from 'node:timers/promises';
import { StoreUnavailable } from '#event-store';
import { appendOne, newEvent } from '../../../libs/event-store/spec/contract/subject.js';
import { until } from '../../../apps/standalone/src/processes.js';
import { openGround, type Ground } from './ground.js';
import { startSubscriber, type Subscriber } from './subscribers.js';
import { startWriters, type Writers } from './writers.js';

jest.setTimeout(300_000);
const long = Boolean(process.env['LONG']);
const frozenMs = long ? 30_000 : 12_000;
const deadline = 2_000;
/** What the machine may need besides, where much else runs. With the deadline still less than the frost: waiting for its end is told apart. */
const leeway = long ? 1_000 : 8_000;

describe(`an EventStoreDB server that is frozen for ${String(frozenMs / 1_000)} s`, () => {
  let ground: Ground;
  let writers: Writers;
  let subscriber: Subscriber;
  beforeAll(async () => {
    ground = await openGround(`&defaultDeadline=${String(deadline)}`);
    subscriber = startSubscriber(ground.stores[0]);
  });
  afterAll(async () => {
    await subscriber.stop();
    await ground.close();
  });

  it('is noticed by every call within the deadline', async () => {
    const [store, other] = ground.stores;
    writers = startWriters(ground.stores, 20);
    expect(await until(() => writers.acknowledged.length > 100, 60_000)).toBe(true);
    await ground.server.freeze();
    try {
      const since = performance.now();
      const calls = [
        () => appendOne(other, { stream: 'hours-1', expected: 'none', events: [newEvent()] }),
        () => store.read('hours-1'),
        () => store.readAll(undefined),
        () => store.readSubject('person-1'),
        () => store.head(),
      ];
      for (const outcome of await Promise.allSettled(calls.map((call) => call())))
        expect(outcome).toMatchObject({ status: 'rejected', reason: expect.any(StoreUnavailable) });
      expect(performance.now() - since).toBeLessThan(deadline + leeway);
      await pause(Math.max(0, frozenMs - (performance.now() - since)));
    } finally {
      ground.server.thaw();
    }
  });

  it('holds every acknowledged append exactly once when it is back, and the subscriber missed nothing', async () => {
    const from = writers.acknowledged.length;
    expect(await until(() => writers.acknowledged.length > from + 100, 60_000)).toBe(true);
    await writers.stop();
    expect(writers.surprises).toEqual([]);
    expect(writers.repeated()).toBeGreaterThan(0);
    expect(writers.longest()).toBeLessThan(deadline + leeway);
    const times = new Map<string, number>();
    for (const { id } of await ground.feed.events()) times.set(id, (times.get(id) ?? 0) + 1);
    const ids = writers.acknowledged.flatMap(({ operation }) =>
      operation.events.map(({ id }) => id),
    );
    expect(ids.filter((id) => times.get(id) !== 1)).toEqual([]);
    expect([...times.values()].every((count) => count === 1)).toBe(true);
    const all = (await ground.feed.events()).map(({ id }) => id);
    await until(() => subscriber.heard.length >= all.length, 30_000);
    expect(subscriber.heard).toEqual(all);
  });
});
