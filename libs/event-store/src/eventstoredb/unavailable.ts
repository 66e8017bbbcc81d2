import { StoreUnavailable } from '../port.js';

const passing = new Set(['timeout', 'deadline-exceeded', 'unavailable', 'cancelled', 'not-leader']);
/** CANCELLED, DEADLINE_EXCEEDED, RESOURCE_EXHAUSTED, ABORTED, INTERNAL (a torn connection), UNAVAILABLE. */
const passingCodes = new Set([1, 4, 8, 10, 13, 14]);

/**
 * `StoreUnavailable` when the error speaks of the server's state or of the way to it, as opposed to a call that it refused. By
 * shape: an append to a server that is down fails with a plain `Error` of code 14, not with one of the client's classes.
 */
export const asUnavailable = (error: unknown): Error => {
  if (error instanceof StoreUnavailable) return error;
  const {
    type = '',
    code,
    message = '',
  } = (error ?? {}) as {
    type?: string;
    code?: unknown;
    message?: string;
  };
  const away =
    passing.has(type) ||
    (typeof code === 'number' && passingCodes.has(code)) ||
    /Failed to discover|Channel has been shut down|Channel has been closed/.test(message);
  if (!away) return asError(error);
  return new StoreUnavailable(`event store out of reach: ${message}`, { cause: error });
};

/** An error as it is, or as one whose cause it is. */
export const asError = (error: unknown): Error =>
  error instanceof Error ? error : new Error(String(error), { cause: error });

export const isTypeOf = (error: unknown, type: string): boolean =>
  (error as { type?: unknown } | null)?.type === type;
