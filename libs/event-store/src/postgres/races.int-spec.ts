import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { freshPostgresStore, type PostgresSubject } from '../../spec/contract/postgres.js';
import { appendOne, newEvent, positionOf } from '../../spec/contract/subject.js';
import type { StoredEvent } from '../port.js';

const rounds = process.env['LONG'] ? 100 : 10;
const minutes = 60_000;

interface Written {
  readonly committed: readonly string[];
  readonly rolledBack: readonly string[];
}

describe('two processes and one feed', () => {
  let subject: PostgresSubject;
  beforeAll(async () => {
    subject = await freshPostgresStore();
  });
  afterAll(() => subject.dispose());

  const writerProcess = async (): Promise<Written> => {
    const program = new URL('../../spec/contract/sleepy-writer.ts', import.meta.url).pathname;
    const loader = new URL('../../../../infra/tooling/typescript.mjs', import.meta.url).href;
    const { stdout } = await promisify(execFile)(process.execPath, [
      '--conditions=source',
      '--import',
      loader,
      program,
      subject.url,
      '4',
      '6',
    ]);
    return JSON.parse(stdout) as Written;
  };

  /** Reads along while the writers write, until the event that is appended after them. */
  const readUntil = async (
    after: string | undefined,
    last: Promise<string>,
  ): Promise<StoredEvent[]> => {
    const seen: StoredEvent[] = [];
    const end: { id?: string; failed?: boolean } = {};
    last.then(
      (id) => (end.id = id),
      () => (end.failed = true), // the test awaits the writers and says what went wrong
    );
    for (;;) {
      seen.push(...(await subject.store.readAll(seen.at(-1)?.meta.position ?? after)));
      if (end.failed || (end.id !== undefined && seen.at(-1)?.meta.id === end.id)) return seen;
    }
  };

  it(
    `loses nothing and keeps order under writers that sleep before they commit, ${rounds} rounds (pitfall 1)`,
    async () => {
      for (let round = 0; round < rounds; round += 1) {
        const before = await subject.store.head();
        const writing = Promise.all([writerProcess(), writerProcess()]);
        const marker = newEvent();
        const last = writing.then(async () => {
          await appendOne(subject.store, { stream: 'race-end', expected: 'any', events: [marker] });
          return marker.id;
        });
        const seen = await readUntil(before, last);
        const written = await writing;
        const begun = Number(before ?? 0);
        expect(seen.map(({ meta }) => Number(meta.position))).toEqual(
          seen.map((_, index) => begun + index + 1),
        );
        const committed = [...written.flatMap((process) => process.committed), marker.id];
        expect(seen.map(({ meta }) => meta.id).toSorted()).toEqual(committed.toSorted());
        expect(
          written.flatMap((process) => process.rolledBack).filter((id) => committed.includes(id)),
        ).toEqual([]);
      }
    },
    10 * minutes,
  );

  it('lets one of the rivals of two processes have an exact revision', async () => {
    const other = await subject.another();
    for (let round = 0; round < 20; round += 1) {
      const stream = `rivals-${round}`;
      const rivals = await Promise.all(
        Array.from({ length: 10 }, (_, index) =>
          appendOne(index % 2 === 0 ? subject.store : other, {
            stream,
            expected: 'none',
            events: [newEvent()],
          }),
        ),
      );
      expect(rivals.filter(({ ok }) => ok)).toHaveLength(1);
    }
  });

  it('is told of the other process sooner than it would ask', async () => {
    const other = await subject.another();
    const waits: number[] = [];
    for (let round = 0; round < 5; round += 1) {
      const head = await subject.store.head();
      const begun = performance.now();
      const waiting = subject.store.wake(head, 10_000);
      await appendOne(other, { stream: 'wake-1', expected: 'any', events: [newEvent()] });
      await waiting;
      waits.push(performance.now() - begun);
    }
    expect(Math.min(...waits)).toBeLessThan(200);
  });

  it('hears of the other process by asking when nobody tells', async () => {
    const head = await subject.store.head();
    const waiting = subject.store.wake(head, 10_000);
    const client = await subject.pool.connect();
    const begun = performance.now();
    await client.query(
      `select * from es.append('quiet-1', '{1}', '{1}', '{1}', '{-3}', '{1}', '{00000000-0000-4000-8000-00000000beef}', '{1}', 'HoursLogged', '{}', '{}', 'person-1', null)`,
    );
    client.release();
    await waiting;
    expect(performance.now() - begun).toBeLessThan(5_000);
    expect(await subject.store.head()).not.toBe(head);
  });

  it('shows what is committed while other transactions of the server stay open (pitfall 2)', async () => {
    const elsewhere = await freshPostgresStore();
    const idle = await elsewhere.pool.connect();
    const here = await subject.pool.connect();
    try {
      await idle.query('begin; create table still_open (n int); insert into still_open values (1)');
      await here.query('begin; create table still_open (n int); insert into still_open values (1)');
      const outcome = await appendOne(subject.store, {
        stream: 'open-1',
        expected: 'any',
        events: [newEvent()],
      });
      const head = await subject.store.head();
      expect(head).toBe(positionOf(outcome));
      expect(
        (await subject.store.readAll((BigInt(head!) - 1n).toString())).map(
          ({ meta }) => meta.stream,
        ),
      ).toEqual(['open-1']);
    } finally {
      await Promise.all([idle.query('rollback'), here.query('rollback')]);
      idle.release();
      here.release();
      await elsewhere.dispose();
    }
  });

  it('keeps its positions in another database, where transaction ids begin anew (pitfall 2)', async () => {
    const restored = await freshPostgresStore();
    try {
      for (const table of ['events', 'streams', 'counter']) {
        const { rows } = await subject.pool.query<{ rows: string }>(
          `select coalesce(json_agg(t), '[]')::text as rows from es.${table} t`,
        );
        if (table === 'counter') await restored.pool.query('delete from es.counter');
        await restored.pool.query(
          `insert into es.${table} select * from json_populate_recordset(null::es.${table}, $1)`,
          [rows[0]!.rows],
        );
      }
      const all = await subject.store.readAll(undefined, {}, 10_000);
      expect(await restored.store.readAll(undefined, {}, 10_000)).toEqual(all);
      const outcome = await appendOne(restored.store, {
        stream: 'open-1',
        expected: 0,
        events: [newEvent()],
      });
      expect(positionOf(outcome)).toBe((BigInt(all.at(-1)!.meta.position) + 1n).toString());
    } finally {
      await restored.dispose();
    }
  });
});
