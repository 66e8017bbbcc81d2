import { afterEach, beforeEach, expect, it } from '@jest/globals';
import {
  appendOne,
  newEvent,
  newEvents,
  positionOf,
  type Factory,
  type Subject,
} from './subject.js';

/** When an event was recorded, under a clock that does what it likes. */
export const timeContract = (factory: Factory): void => {
  let subject: Subject;
  let now = new Date('2026-03-02T08:00:00.000Z');
  beforeEach(async () => {
    now = new Date('2026-03-02T08:00:00.000Z');
    subject = await factory({ clock: () => now });
  });
  afterEach(() => subject.dispose());

  it('keeps order and prefixes when the clock is set back an hour', async () => {
    const { store } = subject;
    const append = () =>
      appendOne(store, { stream: 'hours-1', expected: 'any', events: newEvents(2) });
    const first = await append();
    now = new Date('2026-03-02T09:00:00.000Z');
    const second = await append();
    now = new Date('2026-03-02T08:00:00.000Z');
    const third = await append();
    const times = (await store.readAll(undefined)).map(({ meta }) => meta.recordedAt);
    expect(times).toEqual([
      '2026-03-02T08:00:00.000000Z',
      '2026-03-02T08:00:00.000001Z',
      '2026-03-02T09:00:00.000000Z',
      '2026-03-02T09:00:00.000001Z',
      '2026-03-02T09:00:00.000002Z',
      '2026-03-02T09:00:00.000003Z',
    ]);
    expect(first).toMatchObject({ recordedAt: times[1] });
    expect(await store.positionAt('2026-03-02T08:30:00.000000Z')).toBe(positionOf(first));
    expect(await store.positionAt('2026-03-02T09:00:00.000001Z')).toBe(positionOf(second));
    expect(await store.positionAt('2027-01-01T00:00:00.000000Z')).toBe(positionOf(third));
  });

  it('finds the position of any moment', async () => {
    const { store } = subject;
    expect(await store.positionAt('2026-03-02T08:00:00.000000Z')).toBeUndefined();
    expect(await store.head()).toBeUndefined();
    for (let minute = 0; minute < 20; minute += 1) {
      now = new Date(Date.UTC(2026, 2, 2, 8, minute));
      await appendOne(store, { stream: 'hours-1', expected: 'any', events: [newEvent()] });
    }
    const all = await store.readAll(undefined);
    for (const { meta } of all) {
      expect(await store.positionAt(meta.recordedAt)).toBe(meta.position);
      expect(await store.positionAt(meta.recordedAt.replace('.000000Z', '.999999Z'))).toBe(
        meta.position,
      );
    }
    expect(await store.positionAt('2026-03-02T07:59:59.999999Z')).toBeUndefined();
  });
};
