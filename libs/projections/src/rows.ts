import type { Column, Message, Position, Projection } from '#kernel';
import type { Queryable } from '#postgres';
import { columnNamed, Parameters, whereSql, type Where } from './conditions.js';
import { cursorOf, placeOf } from './cursor.js';
import { liveSchema, qualified, quoted, sqlType } from './schema.js';

/** A row of a read model as it is answered. */
export interface ViewRow<Row> {
  readonly key: string;
  readonly row: Row;
  /** Position of the last event that touched it. */
  readonly position: Position;
}

/** Which rows, in which order, and from where. A column that the view does not declare is a slip of the caller and throws. */
export interface PageRequest {
  /** Conditions on declared columns, all of which must hold. */
  readonly where?: Where;
  /** A declared column that is no array, then the key; default the key alone. Absent values come last, or first when descending. */
  readonly order?: { readonly by: string; readonly descending?: boolean };
  /** 1 to 1,000. */
  readonly first: number;
  /** Cursor of the row after which to begin; of a page in the same order. */
  readonly after?: string | undefined;
}
/** A row and the cursor to go on after it. */
export interface PageRow<Row> extends ViewRow<Row> {
  readonly cursor: string;
}
/** At most `first` rows, and whether there are more behind them. */
export interface Page<Row> {
  readonly rows: readonly PageRow<Row>[];
  readonly hasNext: boolean;
}

/** The query side of one projection. Every method rejects with the database's error when it is out of reach. */
export interface Rows<Row> {
  byKey(key: string): Promise<ViewRow<Row> | undefined>;
  /** Those that exist, by key. */
  byKeys(keys: readonly string[]): Promise<ReadonlyMap<string, ViewRow<Row>>>;
  /** Rejects with `BadCursor`, and with `RangeError` when `first` is out of bounds. */
  page(request: PageRequest): Promise<Page<Row>>;
  count(where?: Where): Promise<number>;
}

type Found<Row> = { readonly key: string; readonly doc: Row; readonly position: Position };

/**
 * The query side of a view, over its live table, which must have been migrated. Answers may be behind the store: ask `Watermarks` first
 * where that matters.
 */
export const rows = <E extends Message, Row extends object>(
  db: Queryable,
  view: Projection<E, Row>,
): Rows<Row> => {
  const table = qualified(liveSchema, view);
  const byKeys = async (keys: readonly string[]) => {
    const found = await db.query<Found<Row>>({
      name: `rows ${view.table}`,
      text: `select key, doc, position from ${table} where key = any($1)`,
      values: [keys],
    });
    return new Map(found.rows.map((row) => [row.key, viewRow(row)]));
  };
  return {
    byKey: async (key) => (await byKeys([key])).get(key),
    byKeys,
    page: (request) => pageOf(db, view, request),
    count: async (where = {}) => {
      const parameters = new Parameters();
      const clause = whereSql(view, where, parameters);
      const found = await db.query<{ count: string }>(
        `select count(*) as count from ${table} where ${clause}`,
        parameters.values,
      );
      return Number(found.rows[0]?.count);
    },
  };
};

const viewRow = <Row>({ key, doc, position }: Found<Row>): ViewRow<Row> => ({
  key,
  row: doc,
  position,
});

const pageOf = async <E extends Message, Row extends object>(
  db: Queryable,
  view: Projection<E, Row>,
  { where = {}, order, first, after }: PageRequest,
): Promise<Page<Row>> => {
  if (!Number.isInteger(first) || first < 1 || first > 1_000)
    throw new RangeError('first must be between 1 and 1000');
  const parameters = new Parameters();
  const sort = sortOf(view, order);
  const clauses = [
    whereSql(view, where, parameters),
    after === undefined ? 'true' : sort.beyond(after, parameters),
  ];
  const found = await db.query<Found<Row> & { value: Column }>(
    `select key, doc, position, ${sort.column ?? 'null'} as value from ${qualified(liveSchema, view)}
where ${clauses.join(' and ')} order by ${sort.sql} limit ${first + 1}`,
    parameters.values,
  );
  return {
    hasNext: found.rows.length > first,
    rows: found.rows.slice(0, first).map((row) => {
      const value = sort.numeric && row.value !== null ? Number(row.value) : row.value;
      return { ...viewRow(row), cursor: cursorOf(sort.name, { value, key: row.key }) };
    }),
  };
};

/** A total order that one btree on (column, key) serves in both directions: absent values at the far end, ties by key. */
const sortOf = <E extends Message, Row extends object>(
  view: Projection<E, Row>,
  order: PageRequest['order'],
) => {
  const descending = order?.descending ?? false;
  const [direction, sign] = descending ? ['desc', '<'] : ['asc', '>'];
  const kind = order && columnNamed(view, order.by);
  if (kind?.kind === 'text[]') throw new Error(`${view.table} cannot be sorted by an array`);
  const column = order && quoted(order.by);
  const name = `${view.table}:${order?.by ?? ''}:${direction}`;
  return {
    name,
    column,
    numeric: kind?.kind === 'integer',
    sql: column ? `${column} ${direction}, key ${direction}` : `key ${direction}`,
    beyond: (after: string, parameters: Parameters): string => {
      const place = placeOf(name, after, kind);
      const key = parameters.add(place.key);
      if (!column || !kind) return `key ${sign} ${key}`;
      if (place.value === null)
        return descending
          ? `(${column} is not null or key < ${key})`
          : `(${column} is null and key > ${key})`;
      const beyond = `(${column}, key) ${sign} (${parameters.add(place.value)}::${sqlType(kind)}, ${key})`;
      return descending ? beyond : `(${beyond} or ${column} is null)`;
    },
  };
};
