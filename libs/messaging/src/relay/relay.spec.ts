import { describe, expect, it } from '@jest/globals';
import { until } from '../../../../apps/standalone/src/processes.js';
import { MemoryEventStore } from '../../../../test/support/memory-event-store.js';
import type { RelayLease } from './lease.js';
import { Relay } from './relay.js';

const lease: RelayLease = {
  leaseMs: 30,
  position: undefined,
  keep: () => Promise.resolve(true),
  doubt: () => undefined,
  moveTo: () => Promise.resolve(),
  release: () => Promise.resolve(),
};

describe('a relay', () => {
  it('that could not begin at first is at work when it has, also where there is nothing to publish', async () => {
    let asked = 0;
    const relay = new Relay({
      ...{ store: new MemoryEventStore(), lease, partitions: 1, topic: 'events' },
      publisher: { publish: () => Promise.resolve(), close: () => Promise.resolve() },
      prepare: () => Promise.resolve(),
      isFinal: () => false,
      ends: () => {
        asked += 1;
        return asked === 1 ? Promise.reject(new Error('no leader yet')) : Promise.resolve([]);
      },
    });
    relay.start();
    try {
      expect(await until(() => relay.health().state === 'behind', 5_000)).toBe(true);
      expect(await until(() => relay.health().state === 'running', 5_000)).toBe(true);
      expect(asked).toBe(2);
    } finally {
      await relay.stop();
    }
  });
});
