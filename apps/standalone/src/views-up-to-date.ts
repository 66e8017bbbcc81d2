import type { Position } from '#kernel';
import type { Checkpoint, Watermarks } from '#projections';

/** What the wait needs to know of store and views. */
export interface Standing {
  /** The last position of the store; nothing while it is empty. */
  head(): Promise<Position | undefined>;
  readonly watermarks: Pick<Watermarks, 'waitFor'>;
  checkpoints(): Promise<readonly Pick<Checkpoint, 'name' | 'error'>[]>;
}

const sliceMs = 500;

/**
 * Who asks first is not to find the views empty: resolves when they hold all that is stored. A view that stands on an error is not
 * waited for, and neither is anything once `patienceMs` are over, for after a long absence views may need longer and `atLeast`
 * still tells; what is behind is said in one line each. Rejects with the signal's reason as soon as `stop` is aborted.
 */
export const viewsUpToDate = async (
  { head, watermarks, checkpoints }: Standing,
  views: readonly string[],
  say: (line: string) => void,
  { stop, patienceMs = 60_000 }: { readonly stop: AbortSignal; readonly patienceMs?: number },
): Promise<void> => {
  const goal = await head();
  if (goal === undefined) return;
  const begun = performance.now();
  let told = begun;
  let waiting = views;
  // The first slice is long enough for the views to be claimed, which clears what they stood on in an earlier run.
  while ((await watermarks.waitFor(waiting, goal, sliceMs)) !== 'reached') {
    stop.throwIfAborted();
    if (performance.now() - told > sliceMs * 10) {
      told = performance.now();
      say('Bringing the views up to date');
    }
    const stuck = await stuckAmong(waiting, checkpoints);
    for (const [name, error] of stuck)
      say(`The view ${name} stands still and answers with what it holds: ${error}`);
    waiting = waiting.filter((name) => !stuck.has(name));
    if (performance.now() - begun < patienceMs) continue;
    say('The views are still being brought up to date; queries answer with what they hold.');
    return;
  }
};

const stuckAmong = async (
  names: readonly string[],
  checkpoints: Standing['checkpoints'],
): Promise<ReadonlyMap<string, string>> => {
  const found = (await checkpoints()).flatMap(({ name, error }) =>
    error !== undefined && names.includes(name) ? [[name, error] as const] : [],
  );
  return new Map(found);
};
