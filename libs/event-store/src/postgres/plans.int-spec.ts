import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { freshPostgresStore, type PostgresSubject } from '../../spec/contract/postgres.js';
import { stretchQuery, subjectQuery } from './readers.js';

/** Enough rows of an ordinary size that a scan costs more than an index; made in one statement, in three partitions. */
const filled = `
  select es.ensure_partitions(3);
  insert into es.events
    select n, 'hours-' || n % 900, n / 900, gen_random_uuid(), case n % 1000 when 0 then 'Rare' else 'Common' end, '{}', json_build_object('digest', repeat('0', 600)),
      array['person-' || n % 900, 'class-' || n % 9, 'organization-1'], timestamptz 'epoch' + n * interval '1 second'
    from generate_series(1, 45000) n;
  insert into es.streams select 'hours-' || n, 49 from generate_series(0, 899) n;
  update es.counter set position = 45000, recorded_at = timestamptz 'epoch' + interval '45000 seconds';`;

interface Plan {
  readonly 'Node Type': string;
  readonly Plans?: readonly Plan[];
  readonly 'Relation Name'?: string;
  readonly 'Shared Hit Blocks'?: number;
  readonly 'Shared Read Blocks'?: number;
}

const nodes = (plan: Plan): Plan[] => [plan, ...(plan.Plans ?? []).flatMap(nodes)];

describe('plans of the feed (pitfall 3: the poll is an index scan, also when it is caught up)', () => {
  let subject: PostgresSubject;
  beforeAll(async () => {
    subject = await freshPostgresStore({ partitionSize: 20_000 });
    await subject.pool.query(`${filled} analyze es.events;`);
  });
  afterAll(() => subject.dispose());

  const planOf = async (query: { text: string; values: unknown[] }): Promise<Plan> => {
    const { rows } = await subject.pool.query<{ 'QUERY PLAN': [{ Plan: Plan }] }>({
      text: `explain (analyze, buffers, format json) ${query.text}`,
      values: query.values,
    });
    return rows[0]!['QUERY PLAN'][0].Plan;
  };
  /** How the partitions that hold anything were read: an empty one may be read in any way. */
  const scansOfEvents = (plan: Plan) =>
    nodes(plan)
      .filter((node) => node['Relation Name']?.startsWith('events') && touched(node))
      .map((node) => node['Node Type']);
  const touched = (node: Plan) =>
    (node['Shared Hit Blocks'] ?? 0) + (node['Shared Read Blocks'] ?? 0) > 0;

  it.each([
    ['behind', '100', {}],
    ['behind with a filter', '100', { types: ['Rare'], categories: ['hours'] }],
    ['caught up', '45000', {}],
    ['caught up with a filter', '45000', { types: ['Rare'] }],
  ])('reads the feed by its index: %s', async (_, after, filter) => {
    const plan = await planOf(stretchQuery(filter, after, 100));
    expect(new Set(scansOfEvents(plan))).toEqual(new Set(['Index Scan']));
    if (after === '45000') expect(plan['Shared Hit Blocks']).toBeLessThan(20);
  });

  it('reads a whole page of the feed without sorting', async () => {
    const plan = await planOf(stretchQuery({}, '100', 1_000));
    expect(nodes(plan).map((node) => node['Node Type'])).not.toContain('Sort');
  });

  it('finds a rare subject through its index', async () => {
    const plan = await planOf(subjectQuery('person-7', {}));
    expect(new Set(scansOfEvents(plan))).toEqual(new Set(['Bitmap Heap Scan']));
    // 50 events and what waits in the index's pending list, of some five thousand pages.
    expect(plan['Shared Hit Blocks']).toBeLessThan(500);
  });

  it('finds the first events of a subject that is everywhere without sorting them all', async () => {
    const plan = await planOf(subjectQuery('organization-1', { limit: 50 }));
    expect(nodes(plan).map((node) => node['Node Type'])).not.toContain('Sort');
    expect(plan['Shared Hit Blocks']).toBeLessThan(200);
  });

  it('orders positions as numbers, not as text', async () => {
    const positions = (await subject.store.readAll('95', {}, 10)).map(({ meta }) =>
      Number(meta.position),
    );
    expect(positions).toEqual([96, 97, 98, 99, 100, 101, 102, 103, 104, 105]);
    const seen = (await subject.store.readSubject('organization-1', { after: '9', limit: 3 })).map(
      ({ meta }) => meta.position,
    );
    expect(seen).toEqual(['10', '11', '12']);
  });

  it('skips what a filter does not want without reading it again', async () => {
    const rare = await subject.store.readAll(undefined, { types: ['Rare'] });
    expect(rare.map(({ meta }) => Number(meta.position))).toEqual(
      Array.from({ length: 45 }, (_, index) => (index + 1) * 1000),
    );
    expect(await subject.store.readAll('44999', { types: ['Rare'] }, 5)).toHaveLength(1);
  });
});

describe('plans of the feed before anything was analyzed, as in a partition just begun or a database just restored', () => {
  let subject: PostgresSubject;
  beforeAll(async () => {
    subject = await freshPostgresStore({ partitionSize: 1_000_000 });
    await subject.pool.query(
      `select es.ensure_partitions(1); alter table es.events_0 set (autovacuum_enabled = off); ${filled}`,
    );
  });
  afterAll(() => subject.dispose());

  it.each([
    ['all of it', {}],
    ['what a filter wants', { types: ['Common'], categories: ['hours'] }],
  ])('a page of %s is read by the index, and no more than the page', async (_, filter) => {
    const client = await subject.pool.connect();
    try {
      const query = stretchQuery(filter, '100', 1_000);
      // What every reader does on its connection: PostgreSQL settles on the plan after five times.
      for (let times = 0; times < 6; times += 1) await client.query(query);
      const bound = query.values.map((value) =>
        Array.isArray(value) ? `'{${value.join(',')}}'` : String(value),
      );
      const { rows } = await client.query<{ 'QUERY PLAN': [{ Plan: Plan }] }>(
        `explain (analyze, buffers, format json) execute "${query.name}" (${bound.join(', ')})`,
      );
      const plan = rows[0]!['QUERY PLAN'][0].Plan;
      // The table has some five thousand pages, and a page of the feed a hundred and fifty of them.
      expect(plan['Shared Hit Blocks']! + plan['Shared Read Blocks']!).toBeLessThan(300);
    } finally {
      client.release();
    }
  });
});
