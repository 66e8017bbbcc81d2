import type { Message } from './message.js';
import type { Recorded } from './meta.js';

/** Every event of the union has a pure handler or is named `'ignored'`: a new event breaks the build wherever it matters. */
export type Fold<E extends Message, Row> = {
  readonly [T in E['type']]: Handler<Row, Recorded<Extract<E, { type: T }>>> | 'ignored';
};
/** Written as a method for its bivariance: a projection over some events can stand among projections over any. */
type Handler<Row, E> = { handle(row: Row, event: E): Row }['handle'];

/** Values that can be put in an indexed column beside the row. */
export type Column = string | number | boolean | null | readonly string[];

/**
 * A column beside the row: `date` as `YYYY-MM-DD`, `integer` a whole number that JavaScript holds exactly. A value of another kind is refused
 * with the row, which is parked. `index` is for columns that are searched or sorted by.
 */
export interface ColumnKind {
  readonly kind: 'text' | 'text[]' | 'date' | 'integer' | 'boolean';
  readonly index?: boolean;
}

/**
 * A read model as a pure fold: which rows an event touches, and what each becomes. Live, rebuild, verify and as-of run this same
 * code. A change of meaning is a new table version, filled beside the old.
 */
export interface Projection<E extends Message, Row extends object> {
  /** Table in schema `read`, with its version: `trainee_hours_v1`. */
  readonly table: string;
  /** The key or keys of the rows the event touches; none when it is not for this view. */
  key(event: Recorded<E>): string | readonly string[];
  readonly empty: Row;
  readonly on: Fold<E, Row>;
  /**
   * `'subject'` when every row is only ever touched by events of one first subject: its rows can then be folded by several projectors,
   * each with a share of the subjects. Left out when a row gathers from several subjects and needs the order of the whole feed.
   */
  readonly partitionedBy?: 'subject';
  /** Columns to search, sort and join by; the row itself is kept whole as a JSON document. */
  readonly columns: Readonly<Record<string, ColumnKind>>;
  /** The columns' values for a row. Must name exactly the keys of `columns`. */
  values(row: Row, key: string): Readonly<Record<string, Column>>;
}

/** A projection over whatever events, as registries hold them. */
export type AnyProjection = Projection<Message, object>;

/** Identity with types. */
export const projection = <E extends Message, Row extends object>(
  definition: Projection<E, Row>,
): Projection<E, Row> => definition;

/** Folds one event into one row; events the projection does not know leave it alone. */
export const foldRow = <Row extends object>(
  view: Projection<Message, Row>,
  row: Row,
  event: Recorded<Message>,
): Row => {
  const handler = view.on[event.type];
  return handler === undefined || handler === 'ignored' ? row : handler(row, event);
};
