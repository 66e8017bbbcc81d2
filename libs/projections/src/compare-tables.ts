import type { AnyProjection } from '#kernel';
import type { Queryable } from '#postgres';
import type { Finding } from './findings.js';
import { columnsOf, liveSchema, qualified, quoted } from './schema.js';

/** Differences named per table; the rest is counted. */
const most = 100;

interface Difference {
  readonly key: string;
  readonly live: boolean;
  readonly fresh: boolean;
  readonly fields: readonly string[];
  readonly total: string;
}

/**
 * Compares a live table with the same view folded anew in `schema`, but for some keys, within the snapshot of `db`. The database does
 * the work.
 */
export const compareTables = async (
  db: Queryable,
  view: AnyProjection,
  { schema, except }: { readonly schema: string; readonly except: readonly string[] },
): Promise<readonly Finding[]> => {
  const { table } = view;
  const found = await db.query<Difference>(compareSql(view, schema), [except]);
  const named = found.rows.map(({ key, live, fresh, fields }): Finding => {
    if (!live) return { kind: 'row-missing', table, key };
    if (!fresh) return { kind: 'row-extra', table, key };
    return { kind: 'row-changed', table, key, fields };
  });
  const rest = Number(found.rows[0]?.total ?? 0) - named.length;
  return rest > 0 ? [...named, { kind: 'rows-more', table, count: rest }] : named;
};

/** Documents compare by content (jsonb); as text first, since nearly all are the same to the letter and parsing is dear. */
const compareSql = (view: AnyProjection, schema: string): string => {
  const columns = ['position', ...columnsOf(view).map(([name]) => name)];
  const differs = columns.map((name) => `l.${quoted(name)} is distinct from f.${quoted(name)}`);
  const names = columns.map(
    (name, index) =>
      `case when ${differs[index]} then '${name === 'position' ? '(position)' : `column ${name}`}' end`,
  );
  return `with different as materialized (
  select coalesce(l.key, f.key) as key, l.key is not null as live, f.key is not null as fresh,
    l.doc as live_doc, f.doc as fresh_doc, array_remove(array[${names.join(', ')}], null) as columns
  from ${qualified(liveSchema, view)} l full outer join ${qualified(schema, view)} f using (key)
  where (l.key is null or f.key is null or ${differs.join(' or ')}
      or (l.doc::text <> f.doc::text and l.doc::jsonb <> f.doc::jsonb))
    and coalesce(l.key, f.key) <> all($1)
), named as (select * from different order by key limit ${most})
select key, live, fresh, (select count(*) from different) as total,
  array(select coalesce(a.key, b.key) from json_each(live_doc) a full outer join json_each(fresh_doc) b using (key)
    where a.value::jsonb is distinct from b.value::jsonb order by 1) || columns as fields
from named order by key`;
};
