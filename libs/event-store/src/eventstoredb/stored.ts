import type { AllStreamRecordedEvent, RecordedEvent } from '@eventstore/db-client';
import type { EventMeta, Instant } from '#kernel';
import type { StoredEvent } from '../port.js';
import { positionOf, type Place } from './positions.js';

/** What this adapter keeps in an event's metadata beside the writer's own. */
type KeptMeta = EventMeta & { readonly recordedAt: Instant };

export type Found = RecordedEvent | AllStreamRecordedEvent;

/** The server's own events, deletions and links; none of them is an event of ours. */
export const isSystemEvent = ({ type, streamId }: Pick<Found, 'type' | 'streamId'>): boolean =>
  type.startsWith('$') || streamId.startsWith('$');

/** An event that cannot be one of the platform's and yet stands where only those may be. Named by `stream@revision`. */
export class UnreadableEvent extends Error {
  override readonly name = 'UnreadableEvent';
}

/** Whether it says of itself that this adapter wrote it: `keptMeta` begins with these two. Others may share the server. */
const claimsToBeOurs = ({ metadata }: Found): boolean =>
  isObject(metadata) && 'recordedAt' in metadata && 'subjects' in metadata;

const isObject = (value: unknown): value is object => typeof value === 'object' && value !== null;

/** Of `$all`, what others keep on the server: it is no part of the feed. */
export const isForeign = (found: Found): boolean => !isSystemEvent(found) && !claimsToBeOurs(found);

/** Of `$all`, what belongs to the feed, whether it can be read or not. */
export const isOurs = (found: Found): boolean => !isSystemEvent(found) && claimsToBeOurs(found);

const instant = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,6})?Z$/;

/** Why an event is none of the port's, or nothing. */
const flawOf = (found: Found): string | undefined => {
  if (!claimsToBeOurs(found) || !found.position) return 'was not written by this platform';
  const { recordedAt, subjects } = found.metadata as Partial<Record<keyof KeptMeta, unknown>>;
  if (typeof recordedAt !== 'string' || !instant.test(recordedAt))
    return 'has no moment in its metadata';
  if (!Array.isArray(subjects) || subjects.some((subject) => typeof subject !== 'string'))
    return 'has no subjects in its metadata';
  if (!found.isJson || !isObject(found.data)) return 'holds no JSON object';
  return undefined;
};

export const nameOf = ({ streamId, revision }: Found): string => `${streamId}@${String(revision)}`;

export const isReadable = (found: Found): boolean => flawOf(found) === undefined;

/** An event of the server in the form of the port. Throws `UnreadableEvent`. */
export const storedEvent = (found: Found): StoredEvent => {
  const flaw = flawOf(found);
  if (flaw !== undefined) throw new UnreadableEvent(`${nameOf(found)} ${flaw}`);
  const { id, type, streamId: stream, revision, data, metadata } = found;
  const { recordedAt, ...meta } = metadata as unknown as KeptMeta;
  return {
    type,
    data: data as object,
    meta: {
      ...meta,
      id,
      stream,
      revision: Number(revision),
      position: positionOf(found.position as Place),
      recordedAt,
    },
  };
};

/** The feed's part of a stretch of `$all`, up to the first event that claims to be of it and cannot be read. */
export interface Own {
  readonly events: readonly StoredEvent[];
  readonly broken: UnreadableEvent | undefined;
  /** How many of the stretch lie before that one; all of it where there is none. */
  readonly sound: number;
}

export const ownOf = (found: readonly Found[]): Own => {
  const at = found.findIndex((event) => isOurs(event) && !isReadable(event));
  const sound = at < 0 ? found.length : at;
  const events = found.slice(0, sound).filter(isOurs).map(storedEvent);
  const odd = found[at];
  return {
    ...{ events, sound },
    broken: odd && new UnreadableEvent(`${nameOf(odd)} ${flawOf(odd) ?? ''}`),
  };
};

/** The metadata as they are stored. `meta` is a JSON object without subjects and `subjects` is what was taken out of it. */
export const keptMeta = (
  meta: string,
  subjects: readonly string[],
  recordedAt: Instant,
): string => {
  const head = `{"recordedAt":"${recordedAt}","subjects":${JSON.stringify(subjects)}`;
  return meta === '{}' ? `${head}}` : `${head},${meta.slice(1)}`;
};
