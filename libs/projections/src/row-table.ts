import type { AnyProjection, Position } from '#kernel';
import type { Queryable } from '#postgres';
import type { FoldedRow } from './fold.js';
import { columnsOf, liveSchema, qualified, quoted, sqlType } from './schema.js';

/** A projection's table as the runner sees it: rows in by key, rows out as one set. */
export interface RowTable {
  load(db: Queryable, keys: readonly string[]): Promise<Loaded>;
  /** One statement. Answers the bytes sent. */
  write(db: Queryable, rows: ReadonlyMap<string, FoldedRow>): Promise<number>;
}
export interface Loaded {
  readonly rows: ReadonlyMap<string, FoldedRow>;
  readonly bytes: number;
}

/** Prepared once per connection for the live schema only: a table that is dropped again must not be remembered. */
const named = (schema: string, name: string, text: string) =>
  schema === liveSchema ? { name, text } : { text };

export const rowTable = (view: AnyProjection, schema: string): RowTable => {
  const loading = named(
    schema,
    `load ${view.table}`,
    `select key, doc::text as doc, position from ${qualified(schema, view)} where key = any($1)`,
  );
  const writing = named(schema, `write ${view.table}`, upsertSql(view, schema));
  return {
    load: async (db, keys) => {
      const found = await db.query<Stored>({ ...loading, values: [keys] });
      return {
        rows: new Map(
          found.rows.map(({ key, doc, position }) => [
            key,
            { row: JSON.parse(doc) as object, position },
          ]),
        ),
        bytes: found.rows.reduce((sum, { doc }) => sum + doc.length, 0),
      };
    },
    write: async (db, rows) => {
      const set = `[${[...rows].map(([key, folded]) => recordOf(view, key, folded)).join()}]`;
      await db.query({ ...writing, values: [set] });
      return set.length;
    },
  };
};

interface Stored {
  readonly key: string;
  readonly doc: string;
  readonly position: Position;
}

/** A row that cannot be written, by its own view's fault: the same again if it is tried again. `reason` holds no payload. */
export class RowRefused extends Error {
  override readonly name = 'RowRefused';
  constructor(
    readonly reason: string,
    cause?: unknown,
  ) {
    super(reason, { cause });
  }
}

const recordOf = (view: AnyProjection, key: string, { row, position }: FoldedRow): string => {
  try {
    const values = view.values(row, key);
    const missing = Object.keys(view.columns).find((name) => values[name] === undefined);
    if (missing !== undefined) throw new RowRefused(`values() does not give the column ${missing}`);
    return JSON.stringify({ ...values, key, doc: row, position });
  } catch (cause) {
    if (cause instanceof RowRefused) throw cause;
    const kind = cause instanceof Error ? cause.name : typeof cause;
    throw new RowRefused(`${kind} in the values of its row`, cause);
  }
};

const upsertSql = (view: AnyProjection, schema: string): string => {
  const columns = columnsOf(view);
  const names = ['doc', 'position', ...columns.map(([name]) => quoted(name))];
  const typed = columns.map(([name, column]) => `, ${quoted(name)} ${sqlType(column)}`).join('');
  return `insert into ${qualified(schema, view)} (key, ${names.join(', ')})
select key, ${names.join(', ')} from json_to_recordset($1::json) as r(key text, doc json, position text${typed})
on conflict (key) do update set ${names.map((name) => `${name} = excluded.${name}`).join(', ')}`;
};
