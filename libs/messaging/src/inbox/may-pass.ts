import { StoreUnavailable } from '#event-store';
import { mayPass as databaseMayPass } from '#postgres';
import { StillBusy } from './request.js';

/** Whether what failed may succeed when it is done again as it is: the world was in the way, not the message. */
export const mayPass = (error: unknown): boolean =>
  error instanceof StoreUnavailable || error instanceof StillBusy || databaseMayPass(error);
