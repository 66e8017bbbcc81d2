import { transaction, type Pool } from '#postgres';
import type { ReadSubject, StoredEvent } from '../port.js';
import { comparePlaces, placeOf, type Place } from './positions.js';
import { microsecondsOf } from './moments.js';
import { reaching } from '../postgres/unavailable.js';
import { timed } from '../postgres/timed.js';

/** How far the feed is indexed, and the largest moment up to there. */
export interface Progress {
  readonly place: Place;
  readonly reached: number;
}

/** Where an event lies. */
export interface Entry {
  readonly place: Place;
  readonly stream: string;
  readonly revision: number;
}

interface EntryRow {
  readonly commit_position: string;
  readonly prepare_position: string;
  readonly stream: string;
  readonly revision: number;
}

const entryOf = ({ commit_position, prepare_position, stream, revision }: EntryRow): Entry => ({
  place: { commit: BigInt(commit_position), prepare: BigInt(prepare_position) },
  stream,
  revision,
});

/** The index of the feed in PostgreSQL: behind the feed by what nobody has folded yet, never wrong. Rejects with `StoreUnavailable`. */
export class EventIndex {
  readonly #pool: Pool;

  constructor(pool: Pool) {
    this.#pool = pool;
  }

  async progress(): Promise<Progress> {
    const [row] = await this.#rows<Omit<EntryRow, 'stream'> & { readonly reached: string }>(
      'select commit_position, prepare_position, reached from esdb.progress',
      [],
    );
    if (!row) throw new Error('esdb.progress is empty: the database was not migrated');
    const place = { commit: BigInt(row.commit_position), prepare: BigInt(row.prepare_position) };
    return { place, reached: Number(row.reached) };
  }

  /** The last event that is indexed. */
  async last(): Promise<(Entry & { readonly id: string }) | undefined> {
    const [row] = await this.#rows<EntryRow & { readonly event_id: string }>(
      `select commit_position, prepare_position, stream, revision, event_id from esdb.events
        order by commit_position desc, prepare_position desc limit 1`,
      [],
    );
    return row && { ...entryOf(row), id: row.event_id };
  }

  /** Where events with these ids lie, by id, as far as they are indexed. */
  async places(ids: readonly string[]): Promise<ReadonlyMap<string, Entry>> {
    const rows = await this.#rows<EntryRow & { readonly event_id: string }>(
      'select commit_position, prepare_position, stream, revision, event_id from esdb.events where event_id = any($1::uuid[])',
      [ids],
      'esdb-places',
    );
    return new Map(rows.map((row) => [row.event_id, entryOf(row)]));
  }

  /** Events about a subject, in the order and within the bounds asked for. */
  async about(subject: string, limit: number, options: ReadSubject): Promise<readonly Entry[]> {
    const { after, upTo, types, direction = 'forwards' } = options;
    const values: unknown[] = [[subject], limit];
    const bind = (value: unknown) => `$${values.push(value)}`;
    const at = (place: Place) =>
      `(${bind(String(place.commit))}::bigint, ${bind(String(place.prepare))}::bigint)`;
    const position = '(e.commit_position, e.prepare_position)';
    const conditions = ['e.subjects @> $1::text[]'];
    if (after !== undefined)
      conditions.push(`${position} ${direction === 'forwards' ? '>' : '<'} ${at(placeOf(after))}`);
    if (upTo !== undefined) conditions.push(`${position} <= ${at(placeOf(upTo))}`);
    if (types) conditions.push(`e.type = any(${bind(types)}::text[])`);
    const order = direction === 'forwards' ? 'asc' : 'desc';
    const rows = await this.#rows<EntryRow>(
      `select e.commit_position, e.prepare_position, e.stream, e.revision from esdb.events e
        where ${conditions.join(' and ')} order by e.commit_position ${order}, e.prepare_position ${order} limit $2`,
      values,
    );
    return rows.map(entryOf);
  }

  /** The last event before which, itself included, nothing has a later moment. */
  async lastBy(microseconds: number): Promise<Place | undefined> {
    const [row] = await this.#rows<EntryRow>(
      `select commit_position, prepare_position, stream, revision from esdb.events where reached <= $1
        order by reached desc, commit_position desc, prepare_position desc limit 1`,
      [microseconds],
    );
    return row && entryOf(row).place;
  }

  /**
   * Moves the index on from a place to another, over these events. Answers false and changes nothing when it stands elsewhere: then
   * another process was first.
   */
  take(from: Progress, to: Place, events: readonly StoredEvent[]): Promise<boolean> {
    const rows = reachedBy(from.reached, events);
    const reached = rows.at(-1)?.reached ?? from.reached;
    return reaching(() =>
      transaction(this.#pool, async (client) => {
        const moved = await client.query(
          timed({
            text: `update esdb.progress set commit_position = $1, prepare_position = $2, reached = $3
              where commit_position = $4 and prepare_position = $5`,
            values: [
              ...[String(to.commit), String(to.prepare), reached],
              ...[String(from.place.commit), String(from.place.prepare)],
            ],
          }),
        );
        if (moved.rowCount !== 1) return false;
        if (rows.length > 0)
          await client.query(timed({ text: insertion, values: [JSON.stringify(rows)] }));
        return true;
      }),
    );
  }

  /** `name` for what is asked so often that it is worth preparing. */
  #rows<R extends object>(text: string, values: unknown[], name?: string): Promise<R[]> {
    const statement = timed({ text, values, ...(name !== undefined && { name }) });
    return reaching(async () => (await this.#pool.query<R>(statement)).rows);
  }
}

const insertion = `insert into esdb.events (commit_position, prepare_position, stream, revision, event_id, type, subjects, reached)
  select r.commit, r.prepare, r.stream, r.revision, r.id, r.type, r.subjects, r.reached
  from json_to_recordset($1::json) as r(commit bigint, prepare bigint, stream text, revision int, id uuid, type text, subjects text[], reached bigint)`;

const reachedBy = (before: number, events: readonly StoredEvent[]) => {
  let reached = before;
  return events.map(({ type, meta }) => {
    reached = Math.max(reached, microsecondsOf(meta.recordedAt));
    const { commit, prepare } = placeOf(meta.position);
    const { stream, revision, id, subjects } = meta;
    const place = { commit: String(commit), prepare: String(prepare) };
    return { ...place, stream, revision, id, type, subjects, reached };
  });
};

/** Those of the tail behind the index that lie after it, whatever was read with them. */
export const isBehind = ({ place }: Progress, { meta }: StoredEvent): boolean =>
  comparePlaces(placeOf(meta.position), place) > 0;
