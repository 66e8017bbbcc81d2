import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { recorded } from '../../spec/recorded.js';
import { spent } from '../../spec/workshop.js';
import type { FeedRecord } from './feed.js';
import { Merge } from './merge.js';

const order = { comparePositions: (a: string, b: string) => Number(a) - Number(b) };
const feed = { name: 'topic' };
const events = recorded(Array.from({ length: 30 }, () => spent()));
const begin = (of: number) =>
  new Map(Array.from({ length: of }, (_, partition) => [partition, '0'] as const));

/** The events divided at random, watermarks between, some of it delivered again: as records of each partition. */
const logs = fc
  .record({
    of: fc.integer({ min: 1, max: 4 }),
    seats: fc.array(fc.nat(3), { minLength: 30, maxLength: 30 }),
    marks: fc.uniqueArray(fc.integer({ min: 1, max: 29 }), { maxLength: 6 }),
    again: fc.integer({ min: 0, max: 29 }),
  })
  .map(({ of, seats, marks, again }) => {
    const partitions = Array.from({ length: of }, (): FeedRecord[] => []);
    const put = (partition: number, record: object) => {
      const log = partitions[partition];
      log?.push({ ...record, offset: String(log.length) } as FeedRecord);
    };
    const run = (from: number) => {
      for (const [index, event] of [...events.entries()].slice(from)) {
        put((seats[index] ?? 0) % of, { kind: 'event', event });
        if (marks.includes(index) || index === events.length - 1)
          for (let one = 0; one < of; one += 1)
            put(one, { kind: 'watermark', position: event.meta.position });
      }
    };
    run(0);
    run(again);
    return partitions;
  });

describe('partitions put together', () => {
  it('give every event once and in order, however they arrive and however few are taken', () => {
    fc.assert(
      fc.property(
        logs,
        fc.infiniteStream(fc.nat(3)),
        fc.integer({ min: 1, max: 9 }),
        (all, picks, limit) => {
          const merge = new Merge(feed, begin(all.length), order);
          const places = all.map(() => 0);
          const seen: string[] = [];
          const take = () => {
            for (let one = merge.take(limit); one; one = merge.take(limit)) {
              seen.push(...one.events.map(({ meta }) => meta.position));
              merge.done(one.to);
            }
          };
          while (places.some((place, partition) => place < (all[partition]?.length ?? 0))) {
            const partition = (picks.next().value ?? 0) % all.length;
            const place = places[partition] ?? 0;
            const records = all[partition]?.slice(place, place + 3) ?? [];
            places[partition] = place + records.length;
            const ends = { from: String(place), next: String(place + records.length) };
            expect(merge.push({ partition, records, ...ends })).toBeUndefined();
            take();
          }
          expect(seen).toEqual(events.map(({ meta }) => meta.position));
        },
      ),
    );
  });

  it('say where to go on, so that whoever begins there lacks nothing', () => {
    fc.assert(
      fc.property(logs, fc.integer({ min: 1, max: 29 }), (all, limit) => {
        const first = new Merge(feed, begin(all.length), order);
        const push = (merge: Merge, offsets: (partition: number) => string) => {
          for (const [partition, log] of all.entries()) {
            const from = offsets(partition);
            const records = log.slice(Number(from));
            merge.push({ partition, from, records, next: String(log.length) });
          }
        };
        push(first, () => '0');
        const taken = first.take(limit);
        if (!taken) throw new Error('there was something to take');
        const from = new Map(
          all.map((_, one) => [one, taken.offsets[`topic/${String(one)}`] ?? '']),
        );
        const second = new Merge(feed, from, order, taken.to);
        push(second, (partition) => from.get(partition) ?? '');
        const rest = second.take(1_000)?.events ?? [];
        expect([...taken.events, ...rest].map(({ meta }) => meta.position)).toEqual(
          events.map(({ meta }) => meta.position),
        );
      }),
    );
  });

  it('say so when something was passed over or cannot be read', () => {
    const merge = new Merge(feed, begin(1), order);
    expect(merge.push({ partition: 0, from: '3', records: [], next: '5' })).toMatch(
      /offsets 0 to 3 are gone/,
    );
    expect(merge.push({ partition: 0, from: '4', records: [], next: '6' })).toBeUndefined();
    const torn: FeedRecord = { offset: '6', kind: 'unreadable', reason: 'no JSON' };
    expect(merge.push({ partition: 0, from: '6', records: [torn], next: '7' })).toBe('no JSON');
  });

  it('wait for the partition that is furthest behind', () => {
    const merge = new Merge(feed, begin(2), order);
    const [event] = events;
    if (!event) throw new Error('an event was expected');
    merge.push({
      partition: 0,
      from: '0',
      records: [{ offset: '0', kind: 'event', event }],
      next: '1',
    });
    expect(merge.take(10)).toBeUndefined();
    merge.push({
      partition: 1,
      from: '0',
      records: [{ offset: '0', kind: 'watermark', position: '1' }],
      next: '1',
    });
    expect(merge.take(10)).toEqual({
      events: [event],
      to: '1',
      offsets: { 'topic/0': '1', 'topic/1': '1' },
    });
  });
});
