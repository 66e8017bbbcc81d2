import { beforeEach, describe, expect, it } from '@jest/globals';
import type { StoredEvent } from '#event-store';
import { append } from '../../../test/support/kafka/writing.js';
import { MemoryEventStore } from '../../../test/support/memory-event-store.js';
import { aheadOf } from './topic-ahead.js';
import type { TopicEnd } from './topic-ends.js';

let store: MemoryEventStore;
let events: readonly StoredEvent[];
beforeEach(async () => {
  store = new MemoryEventStore();
  await append(store, 5, 2);
  events = await store.readAll(undefined);
});

const ahead = (...ends: readonly TopicEnd[]) => aheadOf('events', ends, store);
const placeOf = (index: number) => {
  const { id, stream, revision, position = '' } = events.at(index)?.meta ?? {};
  if (id === undefined || stream === undefined || revision === undefined) throw new Error('none');
  return { position, last: { id, stream, revision } };
};

describe('a topic', () => {
  it('is the store’s when its partitions end with events of the store, at their places', async () => {
    expect(await ahead()).toBeUndefined();
    expect(
      await ahead({ partition: 0, ...placeOf(-1) }, { partition: 1, ...placeOf(1) }),
    ).toBeUndefined();
    expect(await ahead({ partition: 0, position: placeOf(-1).position })).toBeUndefined();
  });

  it.each([
    ['beyond the head', () => ({ position: '6' })],
    ['that no store of the kind gives', () => ({ position: 'C:1/P:1' })],
    ['of another event', () => ({ ...placeOf(-1), position: placeOf(-2).position })],
    [
      'where the store has another event',
      () => ({ ...placeOf(-1), last: { ...placeOf(-1).last, id: placeOf(-2).last.id } }),
    ],
  ])('is ahead when one of them ends at a position %s', async (_, end) => {
    expect(await ahead({ partition: 0, ...placeOf(-1) }, { partition: 1, ...end() })).toMatch(
      /^topic events is ahead of the store: .* set a new KAFKA_TOPIC for relay and projectors$/,
    );
  });

  it('is asked of the store again before that is believed: a node of it may lag', async () => {
    const end = { partition: 0, position: '6' };
    const asked = ahead(end);
    setTimeout(() => void append(store, 1), 200);
    expect(await asked).toBeUndefined();
  });
});
