import type { Position } from '#kernel';
import { CopyRefused, type CopiedEvent, type CopySide } from './copy-side.js';

/** How far a copy has come. */
export interface Place {
  /** In the source; nothing before its first event. */
  readonly source: Position | undefined;
  readonly target: Position | undefined;
}

/** More than any copier has on its way at a time. */
const looked = 2_000;

/**
 * Where a copy goes on: behind the last event of the target, which is the only record there is of it. What was on its way when the
 * copy last ended is compared with the source. Rejects with `CopyRefused` when the target is no first part of this source.
 */
export const resume = async (source: CopySide, target: CopySide): Promise<Place> => {
  const tail = await target.tail(looked);
  const [first] = tail;
  if (!first) return { source: undefined, target: undefined };
  const froms = tail.map((event) => cameFrom(event, source));
  const isWhole = tail.length < looked;
  // All that the target holds, or what follows the first event that was looked at.
  const taken = isWhole ? tail : tail.slice(1);
  const origin = await source.read(isWhole ? undefined : froms[0], taken.length);
  const fromOf = (index: number) => froms[index + (isWhole ? 0 : 1)];
  const odd = taken.findIndex((event, index) => {
    const original = origin[index];
    return !original || original.position !== fromOf(index) || !isSame(event, original);
  });
  if (odd >= 0) throw await refusalOf(source, taken[odd]!, origin[odd], fromOf(odd));
  return { source: froms.at(-1), target: tail.at(-1)?.position };
};

/** Why an event of the target is not the one of the source that was to follow: it comes later there, or never. */
const refusalOf = async (
  source: CopySide,
  event: CopiedEvent,
  original: CopiedEvent | undefined,
  from: Position | undefined,
): Promise<CopyRefused> => {
  const behind = original ? await source.read(original.position, looked) : [];
  const isLater = behind.some((one) => one.position === from && isSame(event, one));
  return new CopyRefused(
    original && isLater
      ? `The target has a hole: ${nameOf(event)} is there and ${nameOf(original)}, which comes before it, is not. Begin anew with an empty target.`
      : `The target is no copy of this source: ${nameOf(event)} is not the event that follows there.`,
  );
};

const cameFrom = (event: CopiedEvent, source: CopySide): Position => {
  const { copiedFrom } = event;
  if (copiedFrom?.store === source.kind) return copiedFrom.position;
  throw new CopyRefused(
    copiedFrom
      ? `The target holds a copy of another store: ${nameOf(event)} came from ${copiedFrom.store}.`
      : `The target holds events of its own, such as ${nameOf(event)}: it must be empty, or hold what an earlier copy of this source left.`,
  );
};

const nameOf = ({ stream, revision }: CopiedEvent): string => `${stream}@${String(revision)}`;

const isSame = (one: CopiedEvent, other: CopiedEvent): boolean =>
  one.id === other.id && one.stream === other.stream && one.revision === other.revision;
