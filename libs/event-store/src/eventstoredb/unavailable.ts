import { StoreUnavailable } from '../port.js';

const passing = ['timeout', 'deadline-exceeded', 'unavailable', 'cancelled', 'not-leader'];
/** CANCELLED, DEADLINE_EXCEEDED, RESOURCE_EXHAUSTED, ABORTED, INTERNAL (a torn connection), UNAVAILABLE. */
const passingCodes = new Set([1, 4, 8, 10, 13, 14]);

/**
 * `StoreUnavailable` when the error speaks of the server's state or of the way to it, as opposed to a call that it refused. By
 * shape: an append to a server that is down fails with a plain `Error` of code 14, not with one of the client's classes.
 */
export const asUnavailable = (error: unknown): Error => {
  if (error instanceof StoreUnavailable) return error;
  const { code, message = '' } = (error ?? {}) as { code?: unknown; message?: string };
  const away =
    passing.some((type) => isTypeOf(error, type)) ||
    (typeof code === 'number' && passingCodes.has(code)) ||
    /Failed to discover|Channel has been (?:shut down|closed)/.test(message);
  if (!away) return asError(error);
  return new StoreUnavailable(`event store out of reach: ${message}`, { cause: error });
};

/** An error as it is, or as one whose cause it is. */
export const asError = (error: unknown): Error =>
  error instanceof Error ? error : new Error(String(error), { cause: error });

interface Told {
  readonly type?: unknown;
  readonly metadata?: { get?(name: string): readonly unknown[] };
}

/** Whether it is of one of the client's kinds: by the class it made of it, or by the trailer that class is made from. */
export const isTypeOf = (error: unknown, type: string): boolean => {
  const { type: told, metadata } = (error ?? {}) as Told;
  return told === type || metadata?.get?.('exception')[0] === type;
};
