import type { Position } from '#kernel';

interface Waiter {
  readonly position: Position | undefined;
  readonly done: () => void;
}

/** How often the head is read while somebody waits: news that nobody brought is at most this old. */
const pollEvery = 250;
const longest = 2_147_483_647;

/**
 * What this process knows of the feed's end, and who waits for it to move. News comes from own commits, from other processes'
 * notifications, and from polling as the floor.
 */
export class Arrivals {
  readonly #waiters = new Set<Waiter>();
  readonly #head: () => Promise<Position | undefined>;
  readonly #compare: (a: Position, b: Position) => number;
  #known: Position | undefined;
  #poll: NodeJS.Timeout | undefined;
  #closed = false;

  /** `head` may reject: the next poll asks again. `compare` orders the store's positions. */
  constructor(
    head: () => Promise<Position | undefined>,
    compare: (a: Position, b: Position) => number,
  ) {
    this.#head = head;
    this.#compare = compare;
  }

  /** The feed reaches at least `position`. */
  saw(position: Position | undefined): void {
    if (
      position === undefined ||
      (this.#known !== undefined && !this.#isPast(this.#known, position))
    )
      return;
    this.#known = position;
    for (const waiter of this.#waiters) if (this.#isPast(waiter.position)) waiter.done();
  }

  /** Resolves when the feed is known to go past `position`, after `milliseconds`, on abort, or when closed. */
  wait(position: Position | undefined, milliseconds: number, signal?: AbortSignal): Promise<void> {
    if (this.#closed || signal?.aborted || this.#isPast(position)) return Promise.resolve();
    return new Promise((resolve) => {
      const done = () => {
        clearTimeout(timer);
        signal?.removeEventListener('abort', done);
        this.#waiters.delete(waiter);
        if (this.#waiters.size === 0) this.#stopPolling();
        resolve();
      };
      const timer = setTimeout(done, Math.min(milliseconds, longest));
      const waiter = { position, done };
      signal?.addEventListener('abort', done);
      this.#waiters.add(waiter);
      this.#poll ??= setInterval(() => this.#ask(), pollEvery);
      // Who has heard nothing yet need not wait for the first poll.
      if (this.#known === undefined) this.#ask();
    });
  }

  /** Lets everybody go. */
  close(): void {
    this.#closed = true;
    for (const { done } of this.#waiters) done();
    this.#stopPolling();
  }

  /** Whether the feed is known to reach beyond a position. */
  #isPast(position: Position | undefined, reached = this.#known): boolean {
    if (reached === undefined) return false;
    return position === undefined || this.#compare(reached, position) > 0;
  }

  #ask(): void {
    this.#head().then(
      (head) => this.saw(head),
      // A store out of reach has no news; whoever waits learns of it when it reads.
      () => undefined,
    );
  }

  #stopPolling(): void {
    clearInterval(this.#poll);
    this.#poll = undefined;
  }
}
