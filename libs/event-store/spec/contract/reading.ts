import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import type { EventStore } from '#event-store';
import { appendOne, metaAbout, newEvent, person, type Factory, type Subject } from './subject.js';

/** Reading by stream, by subject and along the feed, over one set of events. */
export const readingContract = (factory: Factory): void => {
  const [hours, papers] = [`hours-${randomUUID()}`, `agreement-papers-${randomUUID()}`];
  const [zhang, li] = [person(), person()];
  let subject: Subject;
  let store: EventStore;
  beforeAll(async () => {
    subject = await factory();
    store = subject.store;
    for (let index = 0; index < 12; index += 1) {
      const type = index % 3 === 0 ? 'HoursCorrected' : 'HoursLogged';
      const meta = metaAbout(
        index % 2 === 0 ? [zhang, 'class-1'] : [li, 'class-1', 'organization-1'],
      );
      await appendOne(store, {
        stream: index < 8 ? hours : papers,
        expected: 'any',
        events: [newEvent({ type, meta, data: { index } })],
      });
    }
  });
  afterAll(() => subject.dispose());

  const indexes = (events: readonly { readonly data: object }[]) =>
    events.map(({ data }) => (data as { index: number }).index);
  const place = async (index: number) => (await store.readAll(undefined))[index]!.meta.position;

  it('reads a stream both ways, from any revision, in pages', async () => {
    expect(indexes(await store.read(hours))).toEqual([0, 1, 2, 3, 4, 5, 6, 7]);
    expect(indexes(await store.read(hours, { from: 5 }))).toEqual([5, 6, 7]);
    expect(indexes(await store.read(hours, { from: 2, limit: 3 }))).toEqual([2, 3, 4]);
    expect(indexes(await store.read(hours, { direction: 'backwards', limit: 2 }))).toEqual([7, 6]);
    expect(indexes(await store.read(hours, { direction: 'backwards', from: 2 }))).toEqual([
      2, 1, 0,
    ]);
    expect(await store.read(hours, { from: 8 })).toEqual([]);
    expect(await store.read('hours-unknown')).toEqual([]);
  });

  it('reads many streams at once, each after its own revision', async () => {
    const found = await store.readMany([
      { stream: hours, after: 5 },
      { stream: papers, after: -1 },
      { stream: 'hours-unknown', after: -1 },
    ]);
    expect([...found].map(([stream, events]) => [stream, indexes(events)])).toEqual([
      [hours, [6, 7]],
      [papers, [8, 9, 10, 11]],
      ['hours-unknown', []],
    ]);
    expect((await store.readMany([])).size).toBe(0);
  });

  it('reads a subject both ways, across streams, after and up to a position, by type', async () => {
    expect(indexes(await store.readSubject(zhang))).toEqual([0, 2, 4, 6, 8, 10]);
    expect(indexes(await store.readSubject('organization-1'))).toEqual([1, 3, 5, 7, 9, 11]);
    expect(indexes(await store.readSubject('class-1', { limit: 3 }))).toEqual([0, 1, 2]);
    expect(
      indexes(await store.readSubject('class-1', { after: await place(2), limit: 3 })),
    ).toEqual([3, 4, 5]);
    expect(indexes(await store.readSubject(zhang, { upTo: await place(4) }))).toEqual([0, 2, 4]);
    expect(indexes(await store.readSubject(zhang, { direction: 'backwards', limit: 2 }))).toEqual([
      10, 8,
    ]);
    expect(
      indexes(
        await store.readSubject(zhang, {
          direction: 'backwards',
          after: await place(8),
          upTo: await place(5),
        }),
      ),
    ).toEqual([4, 2, 0]);
    expect(indexes(await store.readSubject(li, { types: ['HoursCorrected'] }))).toEqual([3, 9]);
    expect(await store.readSubject(person())).toEqual([]);
    expect(await store.readSubject(zhang.slice(0, -1))).toEqual([]);
  });

  it('gives what was written to those who ask, the same text for the same event', async () => {
    const [plain] = await store.readSubject(zhang, { limit: 1 });
    expect(plain).not.toHaveProperty('written');
    const [first, second] = await store.readSubject(zhang, { limit: 2, written: true });
    const [again] = await store.readSubject(zhang, { limit: 1, written: true });
    expect(first).toMatchObject({ ...plain });
    expect(first?.written).toContain(JSON.stringify(first?.data));
    expect(again?.written).toBe(first?.written);
    expect(second?.written).not.toBe(first?.written);
  });

  it('reads the feed from any position', async () => {
    const all = await store.readAll(undefined);
    expect(indexes(all)).toEqual(Array.from({ length: 12 }, (_, index) => index));
    for (const [index, event] of all.entries()) {
      expect(await store.readAll(event.meta.position)).toEqual(all.slice(index + 1));
    }
    expect(indexes(await store.readAll(await place(3), {}, 2))).toEqual([4, 5]);
  });

  it('reads the feed by type and by category', async () => {
    expect(indexes(await store.readAll(undefined, { types: ['HoursCorrected'] }))).toEqual([
      0, 3, 6, 9,
    ]);
    expect(indexes(await store.readAll(undefined, { categories: ['agreement-papers'] }))).toEqual([
      8, 9, 10, 11,
    ]);
    expect(
      indexes(
        await store.readAll(
          await place(7),
          { types: ['HoursLogged'], categories: ['agreement-papers', 'hours'] },
          2,
        ),
      ),
    ).toEqual([8, 10]);
    expect(await store.readAll(undefined, { types: [] })).toEqual([]);
    expect(await store.readAll(undefined, { categories: ['agreement_papers', 'hour'] })).toEqual(
      [],
    );
  });

  it('refuses a limit that is out of bounds', async () => {
    for (const limit of [0, -1, 1.5, 10_001]) {
      await expect(store.readAll(undefined, {}, limit)).rejects.toThrow(RangeError);
      await expect(store.read(hours, { limit })).rejects.toThrow(RangeError);
      await expect(store.readSubject(zhang, { limit })).rejects.toThrow(RangeError);
    }
  });

  it('knows its positions', async () => {
    const all = await store.readAll(undefined);
    expect(await store.head()).toBe(all.at(-1)!.meta.position);
    expect(all.every(({ meta }) => store.isPosition(meta.position))).toBe(true);
    expect(['', '-1', '01', '1.5', 'x', ' 1'].some((text) => store.isPosition(text))).toBe(false);
    const sorted = [...all]
      .map(({ meta }) => meta.position)
      .sort((a, b) => store.comparePositions(a, b));
    expect(sorted).toEqual(all.map(({ meta }) => meta.position));
  });
};
