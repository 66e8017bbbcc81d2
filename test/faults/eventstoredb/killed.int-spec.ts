import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { setTimeout as pause } from 'node:timers/promises';
import { until } from '../../../apps/standalone/src/processes.js';
import { openGround, type Ground } from './ground.js';
import { startSubscriber, type Subscriber } from './subscribers.js';
import { sendOnce, startWriters, type Writers } from './writers.js';

jest.setTimeout(900_000);
const kills = process.env['LONG'] ? 25 : 3;
const writing = 50;

describe(`an EventStoreDB server that is killed ${String(kills)} times under ${String(writing)} writers and 3 subscribers`, () => {
  let ground: Ground;
  let writers: Writers;
  let subscribers: readonly Subscriber[];
  let resolved: readonly string[] = [];

  beforeAll(async () => {
    ground = await openGround();
    const { server, stores } = ground;
    subscribers = [
      startSubscriber(stores[0]),
      startSubscriber(stores[1], { categories: ['shared'] }),
      startSubscriber(stores[1], {}, 97),
    ];
    writers = startWriters(stores, writing);
    const notes: string[] = [];
    for (let index = 0; index < kills; index += 1) {
      const from = writers.acknowledged.length;
      expect(await until(() => writers.acknowledged.length > from + 2 * writing, 60_000)).toBe(
        true,
      );
      await pause(Math.random() * 300);
      notes.push(`killed with ${String(writers.inFlight())} appends in flight`);
      await server.kill();
      await pause(50);
      writers.giveUp();
      await pause(Math.random() * 500);
      await server.start();
    }
    await writers.stop();
    // Those that were given up on are sent again, to the end.
    resolved = await Promise.all(
      writers.unknown.map(async (sent) => {
        let answer = await sendOnce(sent);
        for (; answer === 'unavailable'; answer = await sendOnce(sent)) await pause(50);
        return answer;
      }),
    );
    const { acknowledged, unknown } = writers;
    process.stdout.write(
      `${notes.join('\n')}\n${String(acknowledged.length)} appends acknowledged, ${String(writers.repeated())} of them after repeating; ${String(unknown.length)} given up\n`,
    );
  });
  afterAll(async () => {
    await Promise.all(subscribers.map((subscriber) => subscriber.stop()));
    await ground.close();
  });

  it('loses answers, and never answers what is not so', () => {
    expect(writers.surprises).toEqual([]);
    expect(writers.repeated()).toBeGreaterThan(0);
    expect(writers.unknown.length).toBeGreaterThan(0);
    expect(new Set(resolved)).toEqual(new Set(['written']));
  });

  it('holds every acknowledged append exactly once, and so every one that was repeated', async () => {
    const times = new Map<string, number>();
    for (const { id } of await ground.feed.events()) times.set(id, (times.get(id) ?? 0) + 1);
    const sent = [...writers.acknowledged, ...writers.unknown].flatMap(
      ({ operation }) => operation.events,
    );
    expect(sent.filter(({ id }) => times.get(id) !== 1)).toEqual([]);
    expect(times.size).toBe(sent.length);
  });

  it('has told each subscriber every event once and in order', async () => {
    const events = await ground.feed.events();
    const all = events.map(({ id }) => id);
    const shared = events.filter(({ stream }) => stream.startsWith('shared-')).map(({ id }) => id);
    const wanted = [all, shared, all];
    for (const [index, { heard, failures }] of subscribers.entries()) {
      expect(failures).toEqual([]);
      await until(() => heard.length >= wanted[index]!.length, 30_000);
      expect(heard).toEqual(wanted[index]);
    }
  });

  it('is read by subject and by moment as the feed says', async () => {
    const [store] = ground.stores;
    const events = await ground.feed.events();
    const about = await store.readSubject('person-1', { limit: 10_000 });
    expect(about.map(({ meta }) => meta.id)).toEqual(events.slice(0, 10_000).map(({ id }) => id));
    expect(await store.positionAt('2200-01-01T00:00:00.000000Z')).toBe(await store.head());
  });
});
