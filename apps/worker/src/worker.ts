import { Reactor, Runner, type Trouble } from '#projections';
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
  const onTrouble = (trouble: Trouble) => {
    log.warn(withoutMessage(trouble), 'a tail of the store is in trouble');
  };
  const runner = new Runner({
    ...{ store, pool, onTrouble },
    projections: contexts.flatMap(({ projections }) => projections),
    onMoved: watermarks.moved,
  });
  const reactor = new Reactor({
    ...{ store, pool, dispatcher, onTrouble },
    reactions: contexts.flatMap(({ reactions }) => reactions),
  });
  // It resolves when every view is claimed, and tries for ever until then: nothing waits for it.
  void runner.start();
  reactor.start();
  return {
    stop: async () => {
      await Promise.all([runner.stop(), reactor.stop()]);
    },
  };
};

/** The message of a database's error can quote a row: only its name and code go to the log. */
const withoutMessage = (trouble: Trouble) => {
  if (trouble.kind !== 'retrying') return trouble;
  const { name, code } = (trouble.error ?? {}) as { name?: string; code?: string };
  return { ...trouble, error: { name, code } };
};
