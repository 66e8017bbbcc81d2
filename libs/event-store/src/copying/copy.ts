import { setTimeout as pause } from 'node:timers/promises';
import type { Position } from '#kernel';
import { StoreUnavailable } from '../port.js';
import { elsewhere, type CopySide } from './copy-side.js';
import { resume, type Place } from './resume.js';

/** How far a copy has come; told after every round. */
export interface CopyProgress {
  /** Events written by this call. */
  readonly taken: number;
  /** How far it has come in the source. */
  readonly position: Position | undefined;
}

/** How a copy goes about it; nothing here changes what is copied. */
export interface CopyOptions {
  readonly onProgress?: (progress: CopyProgress) => void;
  /** Events handed to the target at a time, 1 to 1,000; default 500. */
  readonly round?: number;
  /** How long a store may be out of reach before the copy gives up; default 60,000 ms. */
  readonly patienceMs?: number;
}

/**
 * Copies everything that the source holds when its end is reached to a target that is empty or holds a first part of the same copy.
 * Nothing is kept of its progress but the target itself, so it may end at any instruction and be called again, also twice at once.
 * Rejects with `CopyRefused` when the target holds or receives anything else, with `StoreUnavailable` when a store stays away; the
 * copy can then be carried on.
 */
export const copyEvents = async (
  source: CopySide,
  target: CopySide,
  { onProgress = () => undefined, round = 500, patienceMs = 60_000 }: CopyOptions = {},
): Promise<CopyProgress> => {
  let taken = 0;
  let heardAt = performance.now();
  const note = ({ source: position }: Place, written: number): void => {
    taken += written;
    heardAt = performance.now();
    onProgress({ taken, position });
  };
  for (;;) {
    try {
      const place = await onwards(source, target, { round, note });
      return { taken, position: place.source };
    } catch (error) {
      const isAway = error instanceof StoreUnavailable;
      if (!isAway || performance.now() - heardAt > patienceMs) throw error;
      await pause(500);
    }
  }
};

interface Onwards {
  readonly round: number;
  readonly note: (place: Place, written: number) => void;
}

/** From where the target ends to where the source does. */
const onwards = async (
  source: CopySide,
  target: CopySide,
  { round, note }: Onwards,
): Promise<Place> => {
  let place = await resume(source, target);
  let events = await source.read(place.source, round);
  while (events.length > 0) {
    const last = events.at(-1)?.position;
    const next = source.read(last, round);
    // Heard of when it is awaited, unless what is before it failed.
    next.catch(() => undefined);
    const reached = await target.take(place.target, events, source.kind);
    if (reached === elsewhere) {
      place = await resume(source, target);
      events = await source.read(place.source, round);
      continue;
    }
    place = { source: last, target: reached };
    note(place, events.length);
    events = await next;
  }
  return place;
};
