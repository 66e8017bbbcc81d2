import type { Instant, Position } from '#kernel';
import type { Queryable } from '#postgres';
import { checkedLimit } from '../limits.js';
import type { EventFilter, ReadStream, ReadSubject, StoredEvent } from '../port.js';
import { asWritten, columns, storedEvent, writtenEvent, type Row } from './rows.js';
import { timed } from './timed.js';

/** How much of the feed one statement may look at: bounds its time when a filter matches little. */
const scanWindow = 50_000;

/** A stretch of the feed: what matched, how far was looked, and where the feed ended in the same snapshot. */
export interface Stretch {
  readonly events: readonly StoredEvent[];
  readonly cursor: Position;
  readonly head: Position;
}

const select = async (
  db: Queryable,
  text: string,
  values: unknown[],
  eventOf = storedEvent,
): Promise<StoredEvent[]> => {
  const { rows } = await db.query<Row>({ ...timed({ text, values }), ...asWritten });
  return rows.map(eventOf);
};

export const readStream = (
  db: Queryable,
  stream: string,
  { from, direction = 'forwards', limit }: ReadStream = {},
): Promise<readonly StoredEvent[]> => {
  const [comparison, order] = direction === 'forwards' ? ['>=', 'asc'] : ['<=', 'desc'];
  const start = from ?? (direction === 'forwards' ? 0 : 2_147_483_647);
  return select(
    db,
    `select ${columns} from es.events e where e.stream = $1 and e.revision ${comparison} $2
      order by e.revision ${order} limit $3`,
    [stream, start, checkedLimit(limit)],
  );
};

export const readMany = async (
  db: Queryable,
  streams: readonly { readonly stream: string; readonly after: number }[],
): Promise<ReadonlyMap<string, readonly StoredEvent[]>> => {
  const found = new Map<string, StoredEvent[]>(streams.map(({ stream }) => [stream, []]));
  if (found.size === 0) return found;
  const after = new Map(streams.map((wanted) => [wanted.stream, wanted.after]));
  const events = await select(
    db,
    `select e.* from unnest($1::text[], $2::int[]) wanted (stream, after) cross join lateral (
      select ${columns} from es.events e where e.stream = wanted.stream and e.revision > wanted.after order by e.revision) e`,
    [[...after.keys()], [...after.values()]],
  );
  for (const event of events) found.get(event.meta.stream)?.push(event);
  return found;
};

export const subjectQuery = (
  subject: string,
  { after, upTo, types, direction = 'forwards', limit }: ReadSubject,
) => {
  const values: unknown[] = [[subject]];
  const bind = (value: unknown) => `$${values.push(value)}`;
  const conditions = ['e.subjects @> $1::text[]'];
  if (after !== undefined) {
    conditions.push(`e.position ${direction === 'forwards' ? '>' : '<'} ${bind(after)}`);
  }
  if (upTo !== undefined) conditions.push(`e.position <= ${bind(upTo)}`);
  if (types) conditions.push(`e.type = any(${bind(types)}::text[])`);
  const order = direction === 'forwards' ? 'asc' : 'desc';
  return {
    text: `select ${columns} from es.events e where ${conditions.join(' and ')}
      order by e.position ${order} limit ${bind(checkedLimit(limit))}`,
    values,
  };
};

export const readSubject = async (
  db: Queryable,
  subject: string,
  options: ReadSubject = {},
): Promise<readonly StoredEvent[]> => {
  const { text, values } = subjectQuery(subject, options);
  return select(db, text, values, options.written ? writtenEvent : storedEvent);
};

/**
 * One stretch of the feed in one statement, and so in one snapshot: the counter's row says how far the events of that snapshot go,
 * which lets a caught-up reader pass over what its filter does not want.
 *
 * Where the table was not analyzed yet – a partition in its first minute, a database just restored – the planner would gather the whole
 * window and sort it for every page. So, positions being dense, the window is no wider than the page when nothing is filtered; and the
 * statement is prepared, since the plan for any filter goes by the index.
 */
export const stretchQuery = (filter: EventFilter, after: Position, limit: number) => {
  const isWhole = filter.types === undefined && filter.categories === undefined;
  const values: unknown[] = [after, limit, isWhole ? limit : scanWindow];
  const bind = (value: unknown) => `$${values.push(value)}`;
  const conditions = [
    'e.position > $1::bigint',
    'e.position <= least(head.position, $1::bigint + $3::bigint)',
  ];
  if (filter.types) conditions.push(`e.type = any(${bind(filter.types)}::text[])`);
  if (filter.categories) {
    conditions.push(
      `e.stream ^@ any(${bind(filter.categories.map((category) => `${category}-`))}::text[])`,
    );
  }
  const shape = `${filter.types ? 't' : ''}${filter.categories ? 'c' : ''}`;
  return {
    name: `es-stretch-${shape}`,
    text: `select head.position as head, greatest($1::bigint, least(head.position, $1::bigint + $3::bigint)) as reach, e.*
      from es.counter head left join lateral (
        select ${columns} from es.events e where ${conditions.join(' and ')} order by e.position limit $2::int) e on true`,
    values,
  };
};

type StretchRow = { readonly head: Position; readonly reach: Position } & (
  Row | { readonly position: null }
);

export const readStretch = async (
  db: Queryable,
  filter: EventFilter,
  after: Position,
  limit: number,
): Promise<Stretch> => {
  const { rows } = await db.query<StretchRow>({
    ...timed(stretchQuery(filter, after, limit)),
    ...asWritten,
  });
  const [first] = rows;
  if (!first) throw new Error('es.counter is empty: the event store was not migrated');
  const events = rows
    .filter((row): row is StretchRow & Row => row.position !== null)
    .map(storedEvent);
  const full = events.length === limit;
  return {
    events,
    cursor: (full && events.at(-1)?.meta.position) || first.reach,
    head: first.head,
  };
};

export const readAll = async (
  db: Queryable,
  after: Position | undefined,
  filter: EventFilter,
  limit: number | undefined,
): Promise<readonly StoredEvent[]> => {
  const wanted = checkedLimit(limit);
  const events: StoredEvent[] = [];
  let cursor = after ?? '0';
  for (;;) {
    const stretch = await readStretch(db, filter, cursor, wanted - events.length);
    events.push(...stretch.events);
    cursor = stretch.cursor;
    if (events.length >= wanted || BigInt(cursor) >= BigInt(stretch.head)) return events;
  }
};

export const readHead = async (db: Queryable): Promise<Position | undefined> => {
  const { rows } = await db.query<{ position: Position }>(
    timed({ text: 'select c.position from es.counter c where c.position > 0' }),
  );
  return rows[0]?.position;
};

export const readPositionAt = async (
  db: Queryable,
  moment: Instant,
): Promise<Position | undefined> => {
  const { rows } = await db.query<{ found: Position | null }>(
    timed({ text: 'select nullif(es.position_at($1::timestamptz), 0) as found', values: [moment] }),
  );
  return rows[0]?.found ?? undefined;
};

/** False where events were copied from a store whose moments do not rise from each to the next. */
export const momentsRise = async (db: Queryable): Promise<boolean> => {
  const { rows } = await db.query<{ rise: boolean }>(
    timed({ text: 'select not exists (select from es.lagging) as rise' }),
  );
  return rows[0]?.rise ?? true;
};
