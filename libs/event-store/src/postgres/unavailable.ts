import { isNativeError } from 'node:util/types';
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
  if (!isNativeError(error) || error instanceof StoreUnavailable) return error;
  const { code } = error as { code?: string };
  const away =
    isUnreachable(error) ||
    (code !== undefined && passing.test(code)) ||
    /Query read timeout|after calling end on the pool/.test(error.message);
  return away
    ? new StoreUnavailable(`event store out of reach: ${error.message}`, { cause: error })
    : error;
};
