import type { AnyProjection, ColumnKind } from '#kernel';
import type { Migration } from '#postgres';

/** Where the live read models are. Another schema holds the same tables when they are folded anew beside the live ones. */
export const liveSchema = 'read';

const fixed = ['key', 'doc', 'position'];
const identifier = /^[A-Za-z][A-Za-z0-9_]{0,54}$/;
const sqlTypes = {
  text: 'text',
  'text[]': 'text[]',
  date: 'date',
  integer: 'bigint',
  boolean: 'boolean',
} as const satisfies Record<ColumnKind['kind'], string>;

export const sqlType = ({ kind }: ColumnKind): string => sqlTypes[kind];
export const quoted = (name: string): string => `"${name}"`;
export const qualified = (schema: string, view: AnyProjection): string =>
  `${quoted(schema)}.${quoted(view.table)}`;

/** The columns of a projection that SQL may name. Throws on a name that cannot stand in SQL: a programming error found at start. */
export const columnsOf = (view: AnyProjection): readonly (readonly [string, ColumnKind])[] => {
  const columns = Object.entries(view.columns);
  const bad = [view.table, ...columns.map(([name]) => name)].find(
    (name) => !identifier.test(name) || fixed.includes(name),
  );
  if (bad !== undefined) throw new Error(`${view.table}: "${bad}" cannot name a table or column`);
  return columns;
};

/**
 * The table of a projection. `doc` is json and not jsonb on purpose: jsonb reorders keys, and a row that comes back from the
 * table must be the very value that the fold had in memory, or live and rebuilt views could part.
 */
export const tableSql = (view: AnyProjection, schema: string, kind: 'table' | 'unlogged table') => {
  const columns = columnsOf(view).map(([name, column]) => `, ${quoted(name)} ${sqlType(column)}`);
  return `create ${kind} ${qualified(schema, view)} (key text primary key, doc json not null, position text not null${columns.join('')}) with (fillfactor = 80)`;
};

const indexSql = (view: AnyProjection): readonly string[] =>
  columnsOf(view)
    .filter(([, { index }]) => index)
    .map(([name, { kind }]) =>
      kind === 'text[]'
        ? `create index on ${qualified(liveSchema, view)} using gin (${quoted(name)})`
        : `create index on ${qualified(liveSchema, view)} (${quoted(name)}, key)`,
    );

const foundation: readonly Migration[] = [
  {
    id: 'projections/0001-checkpoints',
    sql: `create schema if not exists ${liveSchema};
create table ${liveSchema}.checkpoints (
  name text primary key,
  position text,
  epoch bigint not null default 1,
  updated_at timestamptz not null default now(),
  events bigint not null default 0,
  error text
)`,
  },
  {
    id: 'projections/0002-reaction-refusals',
    sql: `create table ${liveSchema}.reaction_refusals (
  command_id uuid primary key,
  reaction text not null,
  event_id uuid not null,
  position text not null,
  category text not null,
  command text not null,
  reasons jsonb not null,
  refused_at timestamptz not null default now()
)`,
  },
  {
    id: 'projections/0003-parking',
    sql: `create table ${liveSchema}.parked (
  view text not null,
  key text not null,
  subject text not null,
  position text not null,
  event_id uuid not null,
  type text not null,
  reason text,
  since timestamptz not null default now(),
  attempts integer not null default 0,
  tried_at timestamptz,
  primary key (view, key)
);
create table ${liveSchema}.parked_events (
  view text not null,
  event_id uuid not null,
  stream text not null,
  revision integer not null,
  position text not null,
  type text not null,
  keys text[] not null,
  since timestamptz not null default now(),
  primary key (view, event_id)
);
alter table ${liveSchema}.checkpoints add column parked integer not null default 0, add column offsets json;
create sequence ${liveSchema}.epochs start 1000000;
alter table ${liveSchema}.checkpoints alter column epoch set default nextval('${liveSchema}.epochs')`,
  },
  {
    id: 'projections/0004-given-up',
    sql: `alter table ${liveSchema}.parked add column given_up text, add column given_up_request uuid`,
  },
];

/**
 * Schema `read`: checkpoints, refused consequences, what is parked, and one table per projection. A projection whose columns change needs a new
 * table version in its name; `migrate` refuses it otherwise. Throws when two projections claim one table.
 */
export const projectionMigrations = (
  projections: readonly AnyProjection[],
): readonly Migration[] => {
  const names = projections.map(({ table }) => table);
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice) throw new Error(`two projections claim the table ${twice}`);
  return [
    ...foundation,
    ...projections.map((view) => ({
      id: `projections/table-${view.table}`,
      sql: [tableSql(view, liveSchema, 'table'), ...indexSql(view)].join(';\n'),
    })),
  ];
};
