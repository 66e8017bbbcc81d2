import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import {
  StoreUnavailable,
  type EventStore,
  type StoredEvent,
  type UnitOutcome,
} from '#event-store';
import {
  appendOne,
  newEvent,
  newEvents,
  positionOf,
  type Factory,
  type Subject,
} from './subject.js';

/** Subscribing and waking, also when connections are lost. */
export const followingContract = (factory: Factory): void => {
  let subject: Subject;
  let store: EventStore;
  beforeEach(async () => {
    subject = await factory();
    store = subject.store;
  });
  afterEach(() => subject.dispose());

  const collect = async (
    source: AsyncIterable<StoredEvent>,
    count: number,
  ): Promise<StoredEvent[]> => {
    const events: StoredEvent[] = [];
    for await (const event of source) if (events.push(event) === count) break;
    return events;
  };
  const revisions = (events: readonly StoredEvent[]) => events.map(({ meta }) => meta.revision);
  const upTo = (count: number) => Array.from({ length: count }, (_, index) => index);

  it('follows the feed from any position into what is appended later', async () => {
    const stream = `hours-${randomUUID()}`;
    const first = await appendOne(store, { stream, expected: 'none', events: newEvents(3) });
    const [all, rest, later] = [
      collect(store.subscribe(undefined), 6),
      collect(store.subscribe((await store.read(stream))[0]!.meta.position), 5),
      collect(store.subscribe(positionOf(first)), 3),
    ];
    await appendOne(store, { stream, expected: 2, events: newEvents(3) });
    expect(revisions(await all)).toEqual([0, 1, 2, 3, 4, 5]);
    expect(revisions(await rest)).toEqual([1, 2, 3, 4, 5]);
    expect(revisions(await later)).toEqual([3, 4, 5]);
  });

  it('passes by what the filter does not want', async () => {
    const following = collect(
      store.subscribe(undefined, { types: ['HoursCorrected'], categories: ['hours'] }),
      2,
    );
    for (const [stream, type] of [
      ['hours-1', 'HoursLogged'],
      ['hours-1', 'HoursCorrected'],
      ['class-1', 'HoursCorrected'],
      ['hours-2', 'HoursCorrected'],
    ] as const) {
      await appendOne(store, { stream, expected: 'any', events: [newEvent({ type })] });
    }
    expect((await following).map(({ meta }) => meta.stream)).toEqual(['hours-1', 'hours-2']);
  });

  it('has neither gap nor double across lost connections', async () => {
    const stream = `hours-${randomUUID()}`;
    const total = 300;
    const following = collect(store.subscribe(undefined), total);
    const severing = (async () => {
      for (let round = 0; round < 5; round += 1) {
        await pause(60);
        await subject.sever();
      }
    })();
    for (let revision = 0; revision < total; revision += 1) {
      await untilAnswered(() =>
        appendOne(store, {
          stream,
          expected: revision === 0 ? 'none' : revision - 1,
          events: [event(revision)],
        }),
      );
      await pause(1);
    }
    await severing;
    const events = await following;
    expect(revisions(events)).toEqual(upTo(total));
    expect(new Set(events.map(({ meta }) => meta.position)).size).toBe(total);
  });

  /** The same id for the same revision, so that an append whose answer was lost can be sent again. */
  const event = (revision: number) =>
    newEvent({
      id: `00000000-0000-5000-8000-${revision.toString().padStart(12, '0')}`,
      data: { revision },
    });

  const untilAnswered = async (append: () => Promise<UnitOutcome>): Promise<void> => {
    for (;;) {
      try {
        expect(await append()).toMatchObject({ ok: true });
        return;
      } catch (error) {
        if (!(error instanceof StoreUnavailable)) throw error;
        await pause(5);
      }
    }
  };

  it('ends when its signal aborts, also while it waits', async () => {
    const ending = new AbortController();
    const following = collect(store.subscribe(undefined, {}, ending.signal), 10);
    await appendOne(store, { stream: 'hours-1', expected: 'any', events: [newEvent()] });
    await pause(50);
    ending.abort();
    expect(await following).toHaveLength(1);
  });

  it('wakes who waits for something new, at once when it is there already', async () => {
    const begun = performance.now();
    const outcome = await appendOne(store, {
      stream: 'hours-1',
      expected: 'any',
      events: [newEvent()],
    });
    await store.wake(undefined, 60_000);
    const waiting = store.wake(positionOf(outcome), 60_000);
    await appendOne(store, { stream: 'hours-1', expected: 'any', events: [newEvent()] });
    await waiting;
    expect(performance.now() - begun).toBeLessThan(5_000);
  });

  it('wakes nobody before the time when nothing is new', async () => {
    const outcome = await appendOne(store, {
      stream: 'hours-1',
      expected: 'any',
      events: [newEvent()],
    });
    const begun = performance.now();
    await store.wake(positionOf(outcome), 400);
    expect(performance.now() - begun).toBeGreaterThanOrEqual(390);
    const ending = new AbortController();
    const aborted = store.wake(positionOf(outcome), 60_000, ending.signal);
    ending.abort();
    await aborted;
    expect(performance.now() - begun).toBeLessThan(5_000);
  });
};
