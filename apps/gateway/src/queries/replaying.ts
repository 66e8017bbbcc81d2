import { hash } from 'node:crypto';
import type { StoredEvent } from '#event-store';
import type { AnyDecider, BoundedContext } from '#kernel';
import { foldSubject } from '#projections';

/** Injection token of `Replaying`. */
export const REPLAY = Symbol('Replaying');

/** States and views as some events make them. */
export type Replaying = (events: readonly StoredEvent[]) => {
  readonly states: object;
  readonly views: object;
};

/** The same deciders and projections as live, over the events given. */
export const replayingWith = (contexts: readonly BoundedContext[]): Replaying => {
  const deciders = contexts.flatMap((context) => context.deciders);
  const projections = contexts.flatMap((context) => context.projections);
  return (events) => ({
    states: statesOf(deciders, events),
    views: Object.fromEntries(
      [...foldSubject(projections, events)]
        .filter(([, rows]) => rows.size > 0)
        .map(([table, rows]) => [
          table,
          Object.fromEntries([...rows].map(([key, { row }]) => [key, row])),
        ]),
    ),
  });
};

/** Only streams that are here from their beginning without a gap: of a class or a batch the subject's part says nothing whole. */
const statesOf = (deciders: readonly AnyDecider[], events: readonly StoredEvent[]): object => {
  const streams = Map.groupBy(events, ({ meta }) => meta.stream);
  const states: Record<string, unknown> = {};
  for (const [stream, own] of streams) {
    const decider = deciders.find(({ category }) => stream.startsWith(`${category}-`));
    if (!decider || own.some(({ meta }, index) => meta.revision !== index)) continue;
    states[stream] = own.reduce((state, event) => decider.evolve(state, event), decider.initial);
  }
  return states;
};

/**
 * SHA-256 over the events as stored, a line each: place, moment, subjects, and the bytes that were appended. Two replays of the same
 * history agree in it. Takes events that were read with what was `written`; throws for others.
 */
export const digestOfEvents = (events: readonly StoredEvent[]): string =>
  hash('sha256', events.map(lineOf).join('\n'));

const lineOf = ({ type, meta, written }: StoredEvent): string => {
  if (written === undefined) throw new Error('the events were read without what was written');
  const { position, stream, revision, id, recordedAt, subjects } = meta;
  return `${position} ${stream} ${revision} ${id} ${type} ${recordedAt} ${subjects.join(' ')} ${written}`;
};
