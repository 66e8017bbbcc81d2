import type { AnyProjection, Column, ColumnKind } from '#kernel';
import { quoted, sqlType } from './schema.js';

type Scalar = string | number | boolean | null;

/** What is asked of one column. A bare value asks for equality; `null` for absence. */
export type Condition =
  | Scalar
  | { readonly in: readonly (string | number)[] }
  /** Inclusive bounds. */
  | { readonly from?: string | number; readonly to?: string | number }
  /** A text that begins so: regions by GB/T 2260 prefix. */
  | { readonly prefix: string }
  /** A `text[]` that holds this one, or any of these. */
  | { readonly has: string }
  | { readonly hasAny: readonly string[] };

/** Conditions by declared column, all of which must hold; `undefined` asks for nothing. */
export type Where = Readonly<Record<string, Condition | undefined>>;

/** Collects the parameters of one statement; values never enter its text. */
export class Parameters {
  readonly values: (Column | readonly (string | number)[])[] = [];
  add(value: Column | readonly (string | number)[]): string {
    this.values.push(value);
    return `$${this.values.length}`;
  }
}

/** The declared column of that name. Throws on any other name: only the projection says what can be asked. */
export const columnNamed = (view: AnyProjection, name: string): ColumnKind => {
  const kind = Object.hasOwn(view.columns, name) ? view.columns[name] : undefined;
  if (!kind) throw new Error(`${view.table} has no column "${name}"`);
  return kind;
};

/** The `where` clause, `true` when nothing is asked. Throws on columns the projection does not declare. */
export const whereSql = (view: AnyProjection, where: Where, parameters: Parameters): string =>
  Object.entries(where)
    .flatMap(([name, condition]) =>
      condition === undefined
        ? []
        : [conditionSql(quoted(name), columnNamed(view, name), condition, parameters)],
    )
    .join(' and ') || 'true';

const conditionSql = (
  column: string,
  kind: ColumnKind,
  condition: Condition,
  parameters: Parameters,
): string => {
  const type = sqlType(kind);
  const value = (one: Scalar) => `${parameters.add(one)}::${type}`;
  if (condition === null) return `${column} is null`;
  if (typeof condition !== 'object') return `${column} = ${value(condition)}`;
  if ('in' in condition) return `${column} = any(${parameters.add(condition.in)}::${type}[])`;
  if ('prefix' in condition) return `starts_with(${column}, ${parameters.add(condition.prefix)})`;
  if ('has' in condition) return `${column} @> array[${parameters.add(condition.has)}]::text[]`;
  if ('hasAny' in condition) return `${column} && ${parameters.add(condition.hasAny)}::text[]`;
  const { from, to } = condition;
  const bounds = [
    ...(from === undefined ? [] : [`${column} >= ${value(from)}`]),
    ...(to === undefined ? [] : [`${column} <= ${value(to)}`]),
  ];
  return bounds.join(' and ') || 'true';
};
