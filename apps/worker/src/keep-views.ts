import {
  ParkingClerk,
  PartitionRunner,
  Runner,
  type PartitionedFeed,
  type Trouble,
} from '#projections';
import { contexts } from './contexts.js';
import { parkingActs } from './parking-acts.js';
import type { Platform } from './platform.js';

export interface KeepViews {
  readonly platform: Pick<Platform, 'store' | 'pool' | 'dispatcher' | 'watermarks'>;
  /** Fed from here instead of the store. */
  readonly feed?: PartitionedFeed | undefined;
  readonly parkedAtMost?: number | undefined;
  readonly onTrouble: (trouble: Trouble) => void;
}

/** One tail of the store, for whoever watches. */
export interface TailHealth {
  readonly name: string;
  readonly state: 'running' | 'standing-by' | 'stopped';
  /** Rows that wait, where it keeps a view. */
  readonly parked?: number;
  readonly error?: string;
  /** What is wrong with its feed, in one line for people. */
  readonly unfit?: string;
}

export interface KeptViews {
  health(): readonly TailHealth[];
  /** Finishes what is in hand, then ends. */
  stop(): Promise<void>;
}

/** Keeps all views level with the store, by the feed that is given, and carries out what operators ask for parked events. */
export const keepViews = ({ platform, feed, parkedAtMost, onTrouble }: KeepViews): KeptViews => {
  const { store, pool, dispatcher, watermarks } = platform;
  const projections = contexts.flatMap((context) => context.projections);
  const views = { store, pool, projections, acts: parkingActs, onTrouble };
  const options = {
    ...views,
    onMoved: watermarks.moved,
    ...(parkedAtMost !== undefined && { parkedAtMost }),
  };
  const runner = feed ? new PartitionRunner({ ...options, feed }) : new Runner(options);
  const clerk = new ParkingClerk({ ...views, dispatcher });
  // Each tries for ever until its views are claimed: nothing waits for it.
  void runner.start();
  clerk.start();
  return {
    health: () => [...runner.health(), clerk.health()],
    stop: async () => {
      await Promise.all([runner.stop(), clerk.stop()]);
    },
  };
};
