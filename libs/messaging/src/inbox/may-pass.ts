import { StoreUnavailable } from '#event-store';
import { isUnreachable } from '#postgres';
import { StillBusy } from './request.js';

/** Of PostgreSQL: connection, read-only after a failover, rolled back, out of resources, lock not had, cancelled, system. */
const passing = /^(?:08|25006|40|53|55P03|57|58)/;

/** Whether what failed may succeed when it is done again as it is: the world was in the way, not the message. */
export const mayPass = (error: unknown): boolean => {
  const { code } = (error ?? {}) as { code?: unknown };
  return (
    error instanceof StoreUnavailable ||
    error instanceof StillBusy ||
    isUnreachable(error) ||
    (typeof code === 'string' && (passing.test(code) || /^(?:ENOTFOUND|EAI_AGAIN)$/.test(code)))
  );
};
