import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { freshPostgresStore, type PostgresSubject } from '../../spec/contract/postgres.js';
import { appendOne, newEvent } from '../../spec/contract/subject.js';
import {
  openPostgresEventStore,
  StoreUnavailable,
  type EventStore,
  type NewEvent,
  type UnitOutcome,
} from '#event-store';

/** Deeper than the server's parser follows, not too deep for JavaScript's. */
const abyss = (depth: number): object => {
  let inner: object = {};
  for (let level = 0; level < depth; level += 1) inner = { a: [inner] };
  return inner;
};

describe('what a loss leaves', () => {
  let subject: PostgresSubject;
  let store: EventStore;
  beforeAll(async () => {
    subject = await freshPostgresStore();
    store = subject.store;
  });
  afterAll(() => subject.dispose());

  const append = (stream: string, event: NewEvent) =>
    appendOne(store, { stream, expected: 'any', events: [event] });

  it('refuses to its own caller what the database refuses, not to those who share the commit', async () => {
    await subject.pool.query(
      "alter table es.events_0 add constraint planted check (type <> 'Planted')",
    );
    const events = Array.from({ length: 9 }, (_, index) =>
      newEvent(index === 4 ? { type: 'Planted' } : {}),
    );
    const outcomes = await Promise.allSettled(events.map((event) => append('refused-1', event)));
    expect(outcomes.map(({ status }) => status)).toEqual(
      events.map((_, index) => (index === 4 ? 'rejected' : 'fulfilled')),
    );
    expect(await store.read('refused-1')).toHaveLength(8);
    const all = await store.readAll(undefined);
    expect(all.map(({ meta }) => Number(meta.position))).toEqual(all.map((_, index) => index + 1));
    await subject.pool.query('alter table es.events_0 drop constraint planted');
  });

  it('survives data of any depth that can be written down', async () => {
    const neighbours = [append('deep-1', newEvent()), append('deep-1', newEvent())];
    const deep = await append('deep-1', newEvent({ data: abyss(2_000) })).then(
      ({ ok }) => ok,
      () => false,
    );
    expect((await Promise.all(neighbours)).every(({ ok }) => ok)).toBe(true);
    expect(await store.read('deep-1')).toHaveLength(deep ? 3 : 2);
  });

  it('says "out of reach" when the connection breaks in mid-append, and the same units again give one result', async () => {
    const holder = await subject.pool.connect();
    await holder.query('begin; select 1 from es.counter for update');
    const events = Array.from({ length: 100 }, () => newEvent());
    const first = Promise.allSettled(events.map((event) => append('lost-1', event)));
    await new Promise((resolve) => setTimeout(resolve, 100));
    await subject.sever();
    holder.release(true);
    const lost = (await first).filter((outcome) => outcome.status === 'rejected');
    expect(lost).toHaveLength(100);
    expect(lost.every(({ reason }) => reason instanceof StoreUnavailable)).toBe(true);
    const again = await Promise.all(events.map((event) => append('lost-1', event)));
    const repeated: UnitOutcome[] = await Promise.all(
      events.map((event) => append('lost-1', event)),
    );
    expect(repeated).toEqual(again.map((outcome) => ({ ...outcome, repeated: true })));
    expect(await store.read('lost-1')).toHaveLength(100);
  });

  it('says "out of reach" in every method of a store that is closed or has no server', async () => {
    const closed = await subject.another();
    await closed.close();
    for (const call of [
      () => closed.append([[{ stream: 'a-1', expected: 'any', events: [newEvent()] }]]),
      () => closed.read('a-1'),
      () => closed.readMany([{ stream: 'a-1', after: -1 }]),
      () => closed.readSubject('person-1'),
      () => closed.readAll(undefined),
      () => closed.head(),
      () => closed.positionAt('2026-03-02T08:00:00.000000Z'),
    ]) {
      await expect(call()).rejects.toBeInstanceOf(StoreUnavailable);
    }
    await closed.wake(undefined, 60_000);
    const url = 'postgres://nobody@127.0.0.1:9/nothing';
    await expect(openPostgresEventStore({ url })).rejects.toBeInstanceOf(StoreUnavailable);
  });

  it('ends its subscriptions when it closes', async () => {
    const closing = await subject.another();
    const following = (async () => {
      for await (const event of closing.subscribe(await closing.head()))
        expect(event).toBeDefined();
      return 'ended';
    })();
    await new Promise((resolve) => setTimeout(resolve, 50));
    await closing.close();
    expect(await following).toBe('ended');
  });
});
