import { mayPass } from '#postgres';
import { StoreUnavailable } from '../port.js';

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
  if (!mayPass(error)) return error;
  const { message = '' } = (error ?? {}) as { message?: string };
  return new StoreUnavailable(`event store out of reach: ${message}`, { cause: error });
};
