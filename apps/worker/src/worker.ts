import { ParkingClerk, Reactor, Runner } from '#projections';
import type { Logger } from 'pino';
import { contexts } from './contexts.js';
import { parkingActs } from './parking-acts.js';
import type { Platform } from './platform.js';
import { troubleTo } from './trouble-log.js';

/** The roles that tail the store: views and reactions. */
export interface Worker {
  /** Finishes what is in hand, then ends. */
  stop(): Promise<void>;
}

export const startWorker = (platform: Platform, log: Logger): Worker => {
  const { store, pool, dispatcher, watermarks } = platform;
  const onTrouble = troubleTo(log);
  const projections = contexts.flatMap((context) => context.projections);
  const views = { store, pool, projections, acts: parkingActs, onTrouble };
  const runner = new Runner({ ...views, onMoved: watermarks.moved });
  const clerk = new ParkingClerk({ ...views, dispatcher });
  const reactor = new Reactor({
    ...{ store, pool, dispatcher, onTrouble },
    reactions: contexts.flatMap(({ reactions }) => reactions),
  });
  // It resolves when every view is claimed, and tries for ever until then: nothing waits for it.
  void runner.start();
  clerk.start();
  reactor.start();
  return {
    stop: async () => {
      await Promise.all([runner.stop(), clerk.stop(), reactor.stop()]);
    },
  };
};
