import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import type { EventStore, Unit } from '#event-store';
import {
  appendOne,
  metaAbout,
  newEvent,
  newEvents,
  type Factory,
  type Subject,
} from './subject.js';

const fresh = () => `hours-${randomUUID()}`;

/** Idempotence by event id. */
export const repeatingContract = (factory: Factory): void => {
  let subject: Subject;
  let store: EventStore;
  beforeAll(async () => {
    subject = await factory();
    store = subject.store;
  });
  afterAll(() => subject.dispose());

  it('answers a repeat with the first result and writes nothing, whatever is expected by then', async () => {
    const stream = fresh();
    const events = newEvents(3);
    const first = await appendOne(store, { stream, expected: 'none', events });
    await appendOne(store, { stream, expected: 2, events: newEvents(2) });
    const head = await store.head();
    for (const expected of ['none', 'exists', 'any', 7] as const) {
      expect(await appendOne(store, { stream, expected, events })).toEqual({
        ...first,
        repeated: true,
      });
    }
    expect(await store.head()).toBe(head);
    expect(await store.read(stream)).toHaveLength(5);
  });

  it('recognises a repeat whose metadata differ', async () => {
    const stream = fresh();
    const event = newEvent();
    const first = await appendOne(store, { stream, expected: 'any', events: [event] });
    const again = { ...event, meta: metaAbout(['person-2']) };
    expect(await appendOne(store, { stream, expected: 'any', events: [again] })).toEqual({
      ...first,
      repeated: true,
    });
    expect((await store.read(stream))[0]!.meta.subjects).toEqual(event.meta.subjects);
  });

  it('refuses an id again with other data, another type or another stream', async () => {
    const stream = fresh();
    const event = newEvent();
    await appendOne(store, { stream, expected: 'none', events: [event] });
    const reused = { ok: false, reason: 'id-reused', eventId: event.id };
    expect(
      await appendOne(store, {
        stream,
        expected: 'any',
        events: [{ ...event, data: { minutes: 1 } }],
      }),
    ).toEqual(reused);
    expect(
      await appendOne(store, {
        stream,
        expected: 'any',
        events: [{ ...event, type: 'HoursCorrected' }],
      }),
    ).toEqual(reused);
    expect(await appendOne(store, { stream: fresh(), expected: 'any', events: [event] })).toEqual(
      reused,
    );
    expect(await store.read(stream)).toHaveLength(1);
  });

  it('refuses a unit of which a part is stored', async () => {
    const stream = fresh();
    const [stored, unknown] = [newEvent(), newEvent()];
    await appendOne(store, { stream, expected: 'none', events: [stored] });
    const outcome = await appendOne(store, { stream, expected: 'any', events: [unknown, stored] });
    expect(outcome).toEqual({ ok: false, reason: 'id-reused', eventId: stored.id });
    expect(await store.read(stream)).toHaveLength(1);
  });

  it('refuses a unit that holds an id twice', async () => {
    const event = newEvent();
    const outcome = await appendOne(store, {
      stream: fresh(),
      expected: 'any',
      events: [event, event],
    });
    expect(outcome).toEqual({ ok: false, reason: 'id-reused', eventId: event.id });
  });

  it('writes once what is sent twice at the same time or in one call', async () => {
    const stream = fresh();
    const unit: Unit = [{ stream, expected: 'none', events: newEvents(2) }];
    const outcomes = [
      ...(await store.append([unit, unit])),
      ...(await Promise.all([store.append([unit]), store.append([unit])])).flat(),
    ];
    expect(outcomes.filter((outcome) => outcome.ok && outcome.repeated)).toHaveLength(3);
    expect(
      new Set(outcomes.map((outcome) => (outcome.ok ? outcome.position : 'refused'))).size,
    ).toBe(1);
    expect(await store.read(stream)).toHaveLength(2);
  });

  it('answers a repeat across streams with the revisions of then', async () => {
    if (!store.capabilities.atomicAcrossStreams) return;
    const [one, two] = [fresh(), fresh()];
    const unit = [
      { stream: one, expected: 'none' as const, events: newEvents(2) },
      { stream: two, expected: 'none' as const, events: [newEvent()] },
    ];
    const first = await appendOne(store, ...unit);
    await appendOne(store, { stream: one, expected: 'any', events: newEvents(4) });
    expect(await appendOne(store, ...unit)).toEqual({ ...first, repeated: true });
    expect(first).toMatchObject({ revisions: { [one]: 1, [two]: 0 } });
  });
};
