import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { appendOne, newEvent, newEvents, type Factory, type Subject } from './subject.js';

const pair = (): [string, string] => [`certificate-${randomUUID()}`, `numbers-${randomUUID()}`];

/** Units that touch several streams, on stores that can and on those that cannot write them at once. */
export const unitsAcrossStreamsContract = (factory: Factory): void => {
  let subject: Subject;
  beforeAll(async () => {
    subject = await factory();
  });
  afterAll(() => subject.dispose());

  it('writes all of a unit or nothing, or refuses it before anything is written', async () => {
    const { store } = subject;
    const [first, second] = pair();
    const unit = [
      { stream: first, expected: 'none' as const, events: newEvents(2) },
      { stream: second, expected: 'none' as const, events: [newEvent()] },
    ];
    const outcome = await appendOne(store, ...unit);
    if (!store.capabilities.atomicAcrossStreams) {
      expect(outcome).toEqual({ ok: false, reason: 'spans-streams' });
      expect(await store.read(first)).toEqual([]);
      return;
    }
    expect(outcome).toMatchObject({ ok: true, revisions: { [first]: 1, [second]: 0 } });
    const free = `certificate-${randomUUID()}`;
    const again = await appendOne(
      store,
      { stream: free, expected: 'none', events: newEvents(3) },
      { stream: second, expected: 'none', events: [newEvent()] },
    );
    expect(again).toEqual({
      ok: false,
      reason: 'conflict',
      stream: second,
      expected: 'none',
      actual: 0,
    });
    expect(await store.read(free)).toEqual([]);
    expect(
      await appendOne(store, { stream: free, expected: 'none', events: [newEvent()] }),
    ).toMatchObject({ ok: true, revisions: { [free]: 0 } });
  });

  it('checks one stream while writing another', async () => {
    const { store } = subject;
    if (!store.capabilities.atomicAcrossStreams) return;
    const [fact, written] = pair();
    await appendOne(store, { stream: fact, expected: 'none', events: newEvents(2) });
    const unit = (seen: number) =>
      appendOne(
        store,
        { stream: fact, expected: seen, events: [] },
        { stream: written, expected: 'any', events: [newEvent()] },
      );
    expect(await unit(1)).toMatchObject({ ok: true, revisions: { [written]: 0 } });
    expect(await unit(0)).toEqual({
      ok: false,
      reason: 'conflict',
      stream: fact,
      expected: 0,
      actual: 1,
    });
    expect(await store.read(written)).toHaveLength(1);
  });

  it('undoes a refused unit for the units behind it in the same commit', async () => {
    const { store } = subject;
    if (!store.capabilities.atomicAcrossStreams) return;
    const [first, second] = pair();
    const outcomes = await store.append([
      [
        { stream: first, expected: 'none', events: newEvents(2) },
        { stream: second, expected: 'exists', events: [newEvent()] },
      ],
      [{ stream: first, expected: 'none', events: [newEvent()] }],
      [
        { stream: first, expected: 0, events: [newEvent()] },
        { stream: first, expected: 1, events: [newEvent()] },
      ],
    ]);
    expect(outcomes.map(({ ok }) => ok)).toEqual([false, true, true]);
    expect((await store.read(first)).map(({ meta }) => meta.revision)).toEqual([0, 1, 2]);
  });

  describe('two rivals for one key', () => {
    it('lets exactly one have it', async () => {
      const { store } = subject;
      const key = `numbers-${randomUUID()}`;
      const rivals = await Promise.all(
        Array.from({ length: 10 }, () =>
          appendOne(store, { stream: key, expected: 'none', events: [newEvent()] }),
        ),
      );
      expect(rivals.filter(({ ok }) => ok)).toHaveLength(1);
    });
  });
};
