import { randomUUID } from 'node:crypto';
import { linkSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { birthOf, readIfThere } from './processes.js';

interface Holder {
  readonly pid: number;
  readonly birth: string | undefined;
  /** Makes every taking of the lock another text. */
  readonly taken: string;
}

export interface Lock {
  /** Lets go, unless somebody else has taken the lock since. */
  release(): void;
}

/** The process that holds the lock, if it is still the one that took it. */
export const holderOf = (path: string): number | undefined => {
  const holder = parse(readIfThere(path));
  if (holder?.birth === undefined || birthOf(holder.pid) !== holder.birth) return undefined;
  return holder.pid;
};

/**
 * Takes the lock at `path` for this process, or answers the number of the process that holds it. A lock whose holder is gone –
 * also when its number belongs to another process by now – is taken over; of several that try, one gets it.
 */
export const takeLock = (path: string): Lock | { readonly heldBy: number } => {
  const mine = JSON.stringify({
    pid: process.pid,
    birth: birthOf(process.pid),
    taken: randomUUID(),
  } satisfies Holder);
  const offer = `${path}.${process.pid}`;
  writeFileSync(offer, mine, { mode: 0o644 });
  try {
    for (;;) {
      if (linked(offer, path)) return lockAt(path, mine);
      const found = readIfThere(path);
      if (found === undefined) continue;
      const heldBy = holderOf(path);
      if (heldBy !== undefined) return { heldBy };
      if (replaced(path, found, offer)) return lockAt(path, mine);
      pause();
    }
  } finally {
    rmSync(offer, { force: true });
  }
};

/** Under a lock of its own, so that nobody replaces what another has just put in the stale lock's place. */
const replaced = (path: string, stale: string, offer: string): boolean => {
  const guard = takeLock(`${path}.takeover`);
  if ('heldBy' in guard) return false;
  try {
    if (readIfThere(path) !== stale) return false;
    renameSync(offer, path);
    return true;
  } finally {
    guard.release();
  }
};

/** Long enough for another process to finish taking over; nothing else has begun yet that could be kept waiting. */
const pause = () => Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 10);

const linked = (from: string, to: string): boolean => {
  try {
    linkSync(from, to);
    return true;
  } catch (error) {
    if ((error as { code?: string }).code === 'EEXIST') return false;
    throw error;
  }
};

const lockAt = (path: string, mine: string): Lock => ({
  release: () => {
    if (readIfThere(path) === mine) rmSync(path, { force: true });
  },
});

/** A lock that cannot be read was cut short by a full disk or a crash of the machine: nobody holds it. */
const parse = (text: string | undefined): Holder | undefined => {
  try {
    const value = JSON.parse(text ?? 'null') as Holder | null;
    return value && Number.isInteger(value.pid) ? value : undefined;
  } catch {
    // See above.
    return undefined;
  }
};
