import { Reactor, Runner } from '#projections';
import type { Logger } from 'pino';
import { contexts } from './contexts.js';
import type { Platform } from './platform.js';

/** The roles that tail the store: views and reactions. */
export interface Worker {
  /** Finishes what is in hand, then ends. */
  stop(): Promise<void>;
}

export const startWorker = (platform: Platform, log: Logger): Worker => {
  const { store, pool, dispatcher, watermarks } = platform;
  const onTrouble = (trouble: object) => log.warn(trouble, 'a tail of the store is in trouble');
  const runner = new Runner({
    ...{ store, pool, onTrouble },
    projections: contexts.flatMap(({ projections }) => projections),
    onMoved: watermarks.moved,
  });
  const reactor = new Reactor({
    ...{ store, pool, dispatcher, onTrouble },
    reactions: contexts.flatMap(({ reactions }) => reactions),
  });
  runner.start();
  reactor.start();
  return {
    stop: async () => {
      await Promise.all([runner.stop(), reactor.stop()]);
    },
  };
};
