import type { Position } from '#kernel';

/** A place in `$all`, as the client has it. */
export interface Place {
  readonly commit: bigint;
  readonly prepare: bigint;
}

const form = /^(0|[1-9]\d{0,18})-(0|[1-9]\d{0,18})$/;

/** `COMMIT-PREPARE`, decimal, below 10^19, without leading zeros. */
export const isPosition = (text: string): boolean => form.test(text);

export const positionOf = ({ commit, prepare }: Place): Position =>
  `${String(commit)}-${String(prepare)}`;

/** Throws `TypeError` for what is no position of this store. */
export const placeOf = (position: Position): Place => {
  const [, commit, prepare] = form.exec(position) ?? [];
  if (commit === undefined || prepare === undefined)
    throw new TypeError(`not a position of this event store: ${position}`);
  return { commit: BigInt(commit), prepare: BigInt(prepare) };
};

export const comparePlaces = (a: Place, b: Place): number => {
  const [one, other] = a.commit === b.commit ? [a.prepare, b.prepare] : [a.commit, b.commit];
  return one < other ? -1 : one > other ? 1 : 0;
};

export const laterPlace = (a: Place, b: Place): Place => (comparePlaces(a, b) < 0 ? b : a);

export const comparePositions = (a: Position, b: Position): number =>
  a === b ? 0 : comparePlaces(placeOf(a), placeOf(b));

/** Before every event. */
export const beginning: Position = '0-0';

export const isBeginning = ({ commit, prepare }: Place): boolean => commit === 0n && prepare === 0n;
