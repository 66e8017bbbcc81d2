import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import type { EventStore, Expected } from '#event-store';
import {
  appendOne,
  newEvent,
  newEvents,
  positionOf,
  type Factory,
  type Subject,
} from './subject.js';

const fresh = () => `hours-${randomUUID()}`;

/** Expected revisions, units and their outcomes. */
export const appendingContract = (factory: Factory): void => {
  let subject: Subject;
  let store: EventStore;
  beforeAll(async () => {
    subject = await factory();
    store = subject.store;
  });
  afterAll(() => subject.dispose());

  const streamOf = async (events: number) => {
    const stream = fresh();
    if (events > 0) await appendOne(store, { stream, expected: 'none', events: newEvents(events) });
    return stream;
  };

  describe('expected revision (pitfall 4: no mode degrades to no check)', () => {
    const modes: [Expected, number, boolean][] = [
      ['none', 0, true],
      ['none', 1, false],
      ['none', 3, false],
      ['exists', 0, false],
      ['exists', 1, true],
      ['exists', 3, true],
      ['any', 0, true],
      ['any', 1, true],
      ['any', 3, true],
      [0, 0, false],
      [0, 1, true],
      [0, 3, false],
      [2, 1, false],
      [2, 3, true],
    ];
    it.each(modes)(
      'answers %p on a stream of %d events with success: %p',
      async (expected, events, succeeds) => {
        const stream = await streamOf(events);
        const outcome = await appendOne(store, { stream, expected, events: [newEvent()] });
        const after = await store.read(stream);
        if (succeeds) {
          expect(outcome).toMatchObject({
            ok: true,
            revisions: { [stream]: events },
            repeated: false,
          });
          expect(after).toHaveLength(events + 1);
        } else {
          expect(outcome).toEqual({
            ok: false,
            reason: 'conflict',
            stream,
            expected,
            actual: events - 1,
          });
          expect(after).toHaveLength(events);
        }
      },
    );

    it.each(modes)(
      'checks %p on a stream of %d events without writing: %p',
      async (expected, events, succeeds) => {
        const stream = await streamOf(events);
        const head = await store.head();
        const outcome = await appendOne(store, { stream, expected, events: [] });
        expect(outcome.ok).toBe(succeeds);
        if (succeeds)
          expect(outcome).toMatchObject({ position: head ?? '0', revisions: {}, repeated: false });
        expect(await store.head()).toBe(head);
      },
    );
  });

  describe('units', () => {
    it('writes a batch in order under dense revisions and rising positions and times', async () => {
      const stream = fresh();
      const events = newEvents(25);
      const outcome = await appendOne(store, { stream, expected: 'none', events });
      const read = await store.read(stream);
      expect(read.map(({ meta }) => meta.id)).toEqual(events.map(({ id }) => id));
      expect(read.map(({ meta }) => meta.revision)).toEqual(events.map((_, index) => index));
      for (const [index, { meta }] of read.entries()) {
        const before = read[index - 1];
        if (!before) continue;
        expect(store.comparePositions(before.meta.position, meta.position)).toBeLessThan(0);
        expect(before.meta.recordedAt < meta.recordedAt).toBe(true);
      }
      const last = read.at(-1)!.meta;
      expect(outcome).toMatchObject({
        position: last.position,
        recordedAt: last.recordedAt,
        revisions: { [stream]: 24 },
      });
    });

    it('gives each unit of one call its own outcome', async () => {
      const taken = await streamOf(2);
      const [free, other] = [fresh(), fresh()];
      const outcomes = await store.append([
        [{ stream: free, expected: 'none', events: [newEvent()] }],
        [{ stream: taken, expected: 'none', events: [newEvent()] }],
        [{ stream: other, expected: 'any', events: newEvents(2) }],
      ]);
      expect(outcomes.map(({ ok }) => ok)).toEqual([true, false, true]);
      expect(outcomes[1]).toEqual({
        ok: false,
        reason: 'conflict',
        stream: taken,
        expected: 'none',
        actual: 1,
      });
      expect(
        [
          ...(
            await store.readMany([free, taken, other].map((stream) => ({ stream, after: -1 })))
          ).values(),
        ].map((events) => events.length),
      ).toEqual([1, 2, 2]);
    });

    it('lets a later unit of one call build on an earlier one', async () => {
      const stream = fresh();
      const outcomes = await store.append([
        [{ stream, expected: 'none', events: newEvents(2) }],
        [{ stream, expected: 'none', events: [newEvent()] }],
        [{ stream, expected: 1, events: [newEvent()] }],
        [{ stream, expected: 2, events: [] }],
      ]);
      expect(outcomes.map(({ ok }) => ok)).toEqual([true, false, true, true]);
      expect(await store.read(stream)).toHaveLength(3);
    });

    it('answers an empty call with nothing and an empty unit with success', async () => {
      expect(await store.append([])).toEqual([]);
      expect(await store.append([[]])).toMatchObject([{ ok: true, revisions: {} }]);
    });

    it('refuses what can never be stored to its own caller alone', async () => {
      const stream = fresh();
      const neighbours = Array.from({ length: 5 }, () =>
        appendOne(store, { stream, expected: 'any', events: [newEvent()] }),
      );
      const cyclic: { self?: object } = {};
      cyclic.self = cyclic;
      const bad = [
        newEvent({ data: { amount: 1n } }),
        newEvent({ data: cyclic }),
        newEvent({ id: 'not-a-uuid' }),
        newEvent({ type: 'Two\nLines' }),
        newEvent({ data: [] }),
      ];
      for (const event of bad) {
        await expect(
          appendOne(store, { stream, expected: 'any', events: [event] }),
        ).rejects.toThrow(TypeError);
      }
      for (const name of ['', 'hours-\u0000', 'hours-\ud800', 'x'.repeat(251)]) {
        await expect(
          appendOne(store, { stream: name, expected: 'any', events: [newEvent()] }),
        ).rejects.toThrow(TypeError);
      }
      expect((await Promise.all(neighbours)).every(({ ok }) => ok)).toBe(true);
      expect(await store.read(stream)).toHaveLength(5);
    });

    it('gives back what was stored, to the last character', async () => {
      const stream = fresh();
      const data = {
        text: '张三 "quoted" \\ \n\t \u0000 \u001f \u2028 😀',
        nested: { list: [1, 2.5, null, true] },
        '': 0,
      };
      const event = newEvent({ data });
      const outcome = await appendOne(store, { stream, expected: 'none', events: [event] });
      const [stored] = await store.read(stream);
      expect(stored).toEqual({
        type: event.type,
        data,
        meta: {
          ...event.meta,
          id: event.id,
          stream,
          revision: 0,
          position: positionOf(outcome),
          recordedAt: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z$/),
        },
      });
    });
  });

  describe('20 rivals on one stream', () => {
    it.each([
      ['any', 20],
      ['none', 1],
      ['exists', 20],
      [0, 1],
    ] as [Expected, number][])('lets %p succeed %d times', async (expected, winners) => {
      const begun = expected === 'exists' || expected === 0 ? 1 : 0;
      const stream = await streamOf(begun);
      const rivals = await Promise.all(
        Array.from({ length: 20 }, () =>
          appendOne(store, { stream, expected, events: [newEvent()] }),
        ),
      );
      expect(rivals.filter(({ ok }) => ok)).toHaveLength(winners);
      expect((await store.read(stream)).map(({ meta }) => meta.revision)).toEqual(
        Array.from({ length: begun + winners }, (_, index) => index),
      );
    });
  });
};
