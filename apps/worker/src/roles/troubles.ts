import type { Trouble } from '#projections';
import type { Logger } from 'pino';

/**
 * Tells the log of what keeps the tails of a role from going on, and remembers for a while that a connection did. A single request
 * or command that fails is told as what it is, and keeps nobody from going on.
 */
export class Troubles {
  #retriedAt = -Infinity;

  constructor(private readonly log: Logger) {}

  readonly tell = (trouble: Trouble): void => {
    if (trouble.kind === 'retrying') this.#retriedAt = performance.now();
    this.log.warn(
      withoutMessage(trouble),
      words[trouble.kind] ?? 'a tail of the store is in trouble',
    );
  };

  /** Whether something was tried again within the last `withinMs`: longer than the longest pause between two tries. */
  lasting(withinMs = 10_000): boolean {
    return performance.now() - this.#retriedAt < withinMs;
  }
}

const words: Partial<Record<Trouble['kind'], string>> = {
  failing: 'what an operator asked for has failed and is tried again',
  'given-up':
    'what an operator asked for was given up: put right what the reason says, then skilltrace parked retry',
  refused:
    'a rule refused what a reaction sent: skilltrace verify tells whether it left anything dangling',
};

/** The message of a database's error can quote a row: only its name and code go to the log. */
const withoutMessage = (trouble: Trouble) => {
  if (!('error' in trouble)) return trouble;
  const { name, code } = (trouble.error ?? {}) as { name?: string; code?: string };
  return { ...trouble, error: { name, code } };
};
