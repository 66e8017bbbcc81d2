import type { Position } from '#kernel';
import { openPool, type Pool } from '#postgres';
import { withCopiedFrom, withoutCopiedFrom, type CopiedFrom } from '../copying/copied-from.js';
import { CopyRefused, elsewhere, type CopiedEvent, type CopySide } from '../copying/copy-side.js';
import { opened } from '../copying/opened.js';
import { instantFrom } from '../instant.js';
import { checkedLimit } from '../limits.js';
import { lineSeparator, subjectSeparator } from '../prepare.js';
import { asWritten, columns, subjectsOf, type Row } from './rows.js';
import { timed } from './timed.js';
import { reaching } from './unavailable.js';

/**
 * The store of a database to which `eventStoreMigrations` were applied, as an end of a copy. Rejects with `StoreUnavailable` when
 * the database is out of reach and with the driver's error when it was not migrated. The caller closes it.
 */
export const openPostgresCopySide = async (url: string): Promise<CopySide> =>
  opened(new PostgresCopySide(openPool(url, { application: 'skilltrace-copy', max: 3 })));

class PostgresCopySide implements CopySide {
  readonly kind = 'postgresql';
  readonly #pool: Pool;

  constructor(pool: Pool) {
    this.#pool = pool;
  }

  read(after: Position | undefined, limit: number) {
    const where = 'e.position > $1::bigint order by e.position limit $2';
    return this.#select(where, [after ?? '0', checkedLimit(limit)]);
  }

  async tail(limit: number) {
    const where = 'true order by e.position desc limit $1';
    return (await this.#select(where, [checkedLimit(limit)])).toReversed();
  }

  async take(
    after: Position | undefined,
    events: readonly CopiedEvent[],
    from: CopiedFrom['store'],
  ): Promise<Position | typeof elsewhere> {
    const values = [after ?? '0', ...parametersOf(events, from)];
    const { rows } = await reaching(() =>
      this.#pool.query<{ last: Position | null }>(timed({ name: 'es-take', text: take, values })),
    ).catch(refused);
    return rows[0]?.last ?? elsewhere;
  }

  close(): Promise<void> {
    return this.#pool.end();
  }

  async #select(where: string, values: unknown[]): Promise<readonly CopiedEvent[]> {
    const text = `select ${columns} from es.events e where ${where}`;
    const { rows } = await reaching(() =>
      this.#pool.query<Row>({ ...timed({ text, values }), ...asWritten }),
    );
    return rows.map(copiedEvent);
  }
}

const take = 'select es.take($1,$2,$3,$4,$5,$6,$7,$8,$9) as last';

const parametersOf = (events: readonly CopiedEvent[], store: CopiedFrom['store']): unknown[] => {
  const lines = (text: (event: CopiedEvent) => string) => events.map(text).join(lineSeparator);
  const list = (value: (event: CopiedEvent) => number | string) => `{${events.map(value).join()}}`;
  return [
    lines(({ stream }) => stream),
    list(({ revision }) => revision),
    list(({ id }) => id),
    lines(({ type }) => type),
    lines(({ data }) => data),
    lines(({ meta, position }) => withCopiedFrom(meta, { store, position })),
    lines(({ subjects }) => subjects.join(subjectSeparator)),
    list(({ recordedAt }) => recordedAt),
  ];
};

const copiedEvent = (row: Row): CopiedEvent => ({
  ...{ stream: row.stream, revision: Number(row.revision), id: row.event_id, type: row.type },
  ...{ data: row.data, ...withoutCopiedFrom(row.meta) },
  subjects: subjectsOf(row.about),
  recordedAt: instantFrom(row.recorded),
  position: row.position,
});

const refused = (error: unknown): never => {
  const { code, message = '' } = (error ?? {}) as { code?: string; message?: string };
  // restrict_violation, as the function raises it.
  if (code === '23001') throw new CopyRefused(`The target takes no copy: ${message}.`);
  throw error;
};
