import { isUnreachable } from '#postgres';
import { StoreUnavailable } from '../port.js';

/** Out of resources, lock not had in time, statement cancelled, a server that only reads, rolled back by the server. */
const passing = /^(?:53|55P03|57014|25006|40)/;

/** Runs a query of the store; whatever says "not now" becomes `StoreUnavailable`, what says "not this" stays as it is. */
export const reaching = async <T>(query: () => Promise<T>): Promise<T> => {
  try {
    return await query();
  } catch (error) {
    throw asUnavailable(error);
  }
};

/** `StoreUnavailable` when the error speaks of the store's state rather than of what it was asked. */
export const asUnavailable = (error: unknown): unknown => {
  if (error instanceof StoreUnavailable) return error;
  const { code = '', message = '' } = (error ?? {}) as { code?: string; message?: string };
  const away =
    isUnreachable(error) ||
    passing.test(code) ||
    /Query read timeout|after calling end on the pool/.test(message);
  return away
    ? new StoreUnavailable(`event store out of reach: ${message}`, { cause: error })
    : error;
};
