import type { StoredEvent } from '#event-store';
import { keyOf, partitionOf } from '#messaging';
import type { Seen } from './reading.js';

/** What became of the events of a store on their way through a topic. */
export interface Verdict {
  /** Events of the store that were never delivered. */
  readonly missing: number;
  /** Deliveries that came before an earlier event of their partition had. */
  readonly early: number;
  /** Deliveries of what had been delivered before: allowed. */
  readonly repeated: number;
  /** Watermarks that claimed more of their partition than had been delivered. */
  readonly false: number;
  readonly unreadable: number;
}

/** Holds what was seen against the store: every partition's first deliveries must be its events in the order of the store. */
export const judge = (
  events: readonly StoredEvent[],
  seen: readonly Seen[],
  partitions: number,
): Verdict => {
  const verdict = { missing: 0, early: 0, repeated: 0, false: 0, unreadable: 0 };
  for (let partition = 0; partition < partitions; partition += 1) {
    const expected = events.filter(
      ({ meta }) => partitionOf(keyOf(meta), partitions) === partition,
    );
    const log = seen.filter((one) => one.partition === partition);
    walk(
      expected,
      log.sort((a, b) => Number(a.offset - b.offset)),
      verdict,
    );
  }
  return verdict;
};

const walk = (
  expected: readonly StoredEvent[],
  log: readonly Seen[],
  verdict: Record<keyof Verdict, number>,
): void => {
  const delivered = new Set<string>();
  let next = 0;
  for (const { record } of log) {
    if (record.kind === 'unreadable') verdict.unreadable += 1;
    else if (record.kind === 'watermark') {
      const lowest = expected[next]?.meta.position;
      if (lowest !== undefined && BigInt(lowest) <= BigInt(record.position)) verdict.false += 1;
    } else if (delivered.has(record.event.meta.position)) verdict.repeated += 1;
    else {
      const { position } = record.event.meta;
      delivered.add(position);
      if (expected[next]?.meta.position !== position) verdict.early += 1;
      while (delivered.has(expected[next]?.meta.position ?? '')) next += 1;
    }
  }
  verdict.missing += expected.filter(({ meta }) => !delivered.has(meta.position)).length;
};
