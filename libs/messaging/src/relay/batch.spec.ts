import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { storedEvents } from '../../spec/events.js';
import { keyOf, partitionOf } from '../partition.js';
import { decodeRecord } from '../record.js';
import { batchOf } from './batch.js';
import { missingFrom, type Outgoing } from './publisher.js';

const time = '2026-03-02T08:00:00.000Z';
const some = fc.array(storedEvents, { minLength: 1, maxLength: 20 });

describe('a batch', () => {
  it('holds each partition’s events in order, and behind them how far they go', () => {
    fc.assert(
      fc.property(some, fc.integer({ min: 1, max: 5 }), (events, partitions) => {
        const batch = batchOf(events, { partitions, partitionBytes: 900_000, events: 20 }, time);
        expect([batch.events, batch.last.position, batch.cut]).toEqual([
          events.length,
          events.at(-1)?.meta.position,
          events.length === 20,
        ]);
        for (let partition = 0; partition < partitions; partition += 1) {
          const positions = batch.messages
            .filter((message) => message.partition === partition)
            .map(({ value }) => decodeRecord({ value }))
            .map((record) => (record.kind === 'event' ? record.event.meta.id : record.kind));
          const own = events.filter(
            ({ meta }) => partitionOf(keyOf(meta), partitions) === partition,
          );
          expect(positions).toEqual([...own.map(({ meta }) => meta.id), 'watermark']);
        }
      }),
      { numRuns: 50 },
    );
  });
  it('ends before the event that is too much for its partition, but is never empty', () => {
    fc.assert(
      fc.property(some, fc.integer({ min: 1, max: 8_000 }), (events, partitionBytes) => {
        const batch = batchOf(events, { partitions: 1, partitionBytes, events: 20 }, time);
        const bytes = batch.messages.slice(0, -1).reduce((sum, { value }) => sum + value.length, 0);
        expect(batch.events).toBeGreaterThan(0);
        expect(batch.events === 1 || bytes <= partitionBytes).toBe(true);
        expect(batch.cut).toBe(batch.events < events.length || events.length === 20);
        const { id, stream, revision, position } = events[batch.events - 1]?.meta ?? {};
        expect(batch.last).toEqual({ position, event: { id, stream, revision } });
      }),
      { numRuns: 50 },
    );
  });
});

describe('what is missing after a send', () => {
  const sent = [0, 1, 2, 1].map((partition, index): Outgoing => ({
    partition,
    key: null,
    value: Buffer.from([index]),
  }));
  it('is what goes to partitions without an answer or with an error, in its order', () => {
    expect(
      missingFrom(
        sent,
        [0, 1, 2].map((partition) => ({ partition, errorCode: 0 })),
      ),
    ).toEqual([]);
    expect(missingFrom(sent, [{ partition: 0, errorCode: 0 }])).toEqual(sent.slice(1));
    expect(missingFrom(sent, [])).toEqual(sent);
    const answers = [0, 1, 2].map((partition) => ({
      partition,
      errorCode: partition === 1 ? 6 : 0,
    }));
    expect(missingFrom(sent, answers)).toEqual([sent[1], sent[3]]);
  });
});
