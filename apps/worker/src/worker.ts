import type { Logger } from 'pino';
import type { Platform } from './platform.js';
import { projectorVariables } from './projection-feed.js';
import { projector } from './roles/projector.js';
import { reactor } from './roles/reactor.js';
import { startRoles } from './roles/start-roles.js';

/** The roles that one process alone has need of, as far as they were started. */
export interface Worker {
  /** Finishes what is in hand, then ends. */
  stop(): Promise<void>;
}

/** Starts what a gateway in the same process needs beside it: views and reactions. */
export const startWorker = async (platform: Platform, log: Logger): Promise<Worker> =>
  startRoles([projector, reactor], {
    platform,
    log,
    environment: projectorVariables.parse({}),
  });
