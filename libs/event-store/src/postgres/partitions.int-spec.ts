import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { appendOne, metaAbout, newEvent, newEvents } from '../../spec/contract/subject.js';
import type { NewEvent } from '../port.js';
import { freshPostgresStore, type PostgresSubject } from '../../spec/contract/postgres.js';

describe('partitions of the feed', () => {
  let subject: PostgresSubject;
  beforeAll(async () => {
    subject = await freshPostgresStore({ partitionSize: 50 });
  });
  afterAll(() => subject.dispose());

  const bounds = async () => {
    const { rows } = await subject.pool.query<{ first: string; beyond: string }>(
      'select first, beyond from es.partitions order by first',
    );
    return rows.map(({ first, beyond }) => [Number(first), Number(beyond)]);
  };

  it('are there before they are needed', async () => {
    expect(await bounds()).toEqual([
      [0, 50],
      [50, 100],
    ]);
  });

  it('are crossed by streams, subjects, repeats and units without a gap', async () => {
    const { store } = subject;
    const crossing = newEvents(49);
    for (let round = 0; round < 6; round += 1) {
      const events = round === 0 ? crossing : newEvents(49);
      expect(
        await appendOne(store, {
          stream: 'hours-1',
          expected: round === 0 ? 'none' : round * 49 - 1,
          events,
        }),
      ).toMatchObject({ ok: true });
    }
    const all = await store.readAll(undefined);
    expect(all.map(({ meta }) => Number(meta.position))).toEqual(
      Array.from({ length: 294 }, (_, index) => index + 1),
    );
    expect((await store.read('hours-1')).map(({ meta }) => meta.revision)).toEqual(
      all.map((_, index) => index),
    );
    expect(
      (await store.read('hours-1', { direction: 'backwards', limit: 60 })).at(-1)!.meta.revision,
    ).toBe(234);
    expect(await store.readSubject('person-1', { after: '40', limit: 100 })).toHaveLength(100);
    expect(
      await appendOne(store, { stream: 'hours-1', expected: 'none', events: crossing }),
    ).toMatchObject({ ok: true, repeated: true, revisions: { 'hours-1': 48 } });
    expect(await store.positionAt(all[120]!.meta.recordedAt)).toBe(all[120]!.meta.position);
  });

  it('recognise a repeat and a reused id on both sides of a bound and across it', async () => {
    const { store } = subject;
    const sent: NewEvent[][] = [];
    for (let round = 0; round < 12; round += 1) {
      const events = newEvents(11);
      const first = await appendOne(store, { stream: 'repeats-1', expected: 'any', events });
      sent.push(events);
      for (const expected of ['any', 'none'] as const) {
        const again = await appendOne(store, { stream: 'repeats-1', expected, events });
        expect(again).toEqual({ ...first, repeated: true });
      }
    }
    for (const events of sent) {
      const unit = { stream: 'repeats-1', expected: 'any', events } as const;
      expect(await appendOne(store, unit)).toMatchObject({ ok: true, repeated: true });
      const reused = { ...newEvent(), id: events[5]!.id };
      expect(
        await appendOne(store, { stream: 'repeats-2', expected: 'none', events: [reused] }),
      ).toEqual({ ok: false, reason: 'id-reused', eventId: reused.id });
    }
    expect(await store.read('repeats-1')).toHaveLength(132);
  });

  it('are made by the append itself when it outruns them', async () => {
    const { store } = subject;
    expect(
      await appendOne(store, { stream: 'hours-2', expected: 'none', events: newEvents(400) }),
    ).toMatchObject({ ok: true, position: '826' });
    expect((await bounds()).at(-1)![1]).toBeGreaterThan(826);
    expect(await store.read('hours-2')).toHaveLength(400);
  });

  it('leave no hole and no overlap, also when many make them at once', async () => {
    await Promise.all(
      Array.from({ length: 5 }, () => subject.pool.query('select es.ensure_partitions(4)')),
    );
    const found = await bounds();
    expect(found.slice(1).map(([first]) => first)).toEqual(
      found.slice(0, -1).map(([, beyond]) => beyond),
    );
  });

  it('refuse a second event of the same id or revision by their own indexes', async () => {
    const insert = `insert into es.events select position + 1, $1, revision + $2, $3, type, data, meta, subjects, recorded_at
      from es.events where position = 826`;
    const {
      rows: [last],
    } = await subject.pool.query<{ event_id: string }>(
      'select event_id from es.events where position = 826',
    );
    await expect(subject.pool.query(insert, ['hours-9', 0, last!.event_id])).rejects.toMatchObject({
      code: '23505',
    });
    await expect(subject.pool.query(insert, ['hours-2', 0, newEvent().id])).rejects.toMatchObject({
      code: '23505',
    });
  });

  it.each([
    "update es.events set type = 'Other'",
    'update es.events set type = type where false',
    'delete from es.events',
    'truncate es.events',
    'truncate es.events cascade',
    "update es.events_0 set type = 'Other'",
    'delete from es.events_50 where position = 60',
    'truncate es.events_0',
  ])('are never changed: %s', async (statement) => {
    await expect(subject.pool.query(statement)).rejects.toMatchObject({ code: '23001' });
    expect(await subject.store.head()).toBe('826');
  });

  it('are closed to the public', async () => {
    const { rows } = await subject.pool.query<{ open: number }>(
      `select count(*)::int as open from (
        select relacl::text as acl from pg_class where relnamespace = 'es'::regnamespace and relkind in ('r', 'p')
        union all select proacl::text from pg_proc where pronamespace = 'es'::regnamespace
        union all select nspacl::text from pg_namespace where nspname = 'es') granted
       where acl is null and false or acl ~ '[{,]=[a-zA-Z]'`,
    );
    expect(rows[0]!.open).toBe(0);
  });

  it('take subjects of many kinds of names', async () => {
    const subjects = ['person-"x"', 'a,b', '{c}', 'd\\e', '学院-1', ' '];
    await appendOne(subject.store, {
      stream: 'names-1',
      expected: 'none',
      events: [newEvent({ meta: metaAbout(subjects) })],
    });
    for (const name of subjects) {
      expect((await subject.store.readSubject(name)).map(({ meta }) => meta.subjects)).toEqual([
        subjects,
      ]);
    }
  });
});
