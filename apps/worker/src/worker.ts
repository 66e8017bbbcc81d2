import { Reactor } from '#projections';
import type { Logger } from 'pino';
import { contexts } from './contexts.js';
import { keepViews } from './keep-views.js';
import type { Platform } from './platform.js';
import { troubleTo } from './trouble-log.js';

/** The roles that tail the store: views and reactions. */
export interface Worker {
  /** Finishes what is in hand, then ends. */
  stop(): Promise<void>;
}

export const startWorker = (platform: Platform, log: Logger): Worker => {
  const { store, pool, dispatcher } = platform;
  const onTrouble = troubleTo(log);
  const views = keepViews({ platform, onTrouble });
  const reactor = new Reactor({
    ...{ store, pool, dispatcher, onTrouble },
    reactions: contexts.flatMap(({ reactions }) => reactions),
  });
  reactor.start();
  return {
    stop: async () => {
      await Promise.all([views.stop(), reactor.stop()]);
    },
  };
};
