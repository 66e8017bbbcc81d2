import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { freshDatabase } from '../../../../test/support/database.js';
import { until } from '../../spec/ground.js';
import { parkings, table, views, type Parkings } from '../../spec/parkings.js';
import { closed, operation, record, spent, type Entry } from '../../spec/workshop.js';
import { StoreUnavailable, type Dispatcher, type EventStore } from '#event-store';
import { ParkingClerk, type ParkingActs, type Trouble } from '../index.js';

let all: Parkings;
let clerk: ParkingClerk | undefined;
beforeEach(async () => {
  all = await parkings(await freshDatabase());
});
afterEach(async () => {
  await clerk?.stop();
  clerk = undefined;
  await all.leave();
});

/** An entry of a trainee `retry:VIEW` stands for an operator's request: this library knows no context that records them. */
const acts: ParkingActs = {
  requests: ['TimeTaken'],
  requestOf: ({ data }) => {
    const [, view] = (data as Entry).trainee.split(':');
    return view === undefined ? undefined : { kind: 'retry', view };
  },
  streamOf: (view) => `parking-${view}`,
  discardedBy: () => undefined,
  confirmDiscard: () => {
    throw new Error('nobody discards here');
  },
};
const request = async (view: string): Promise<string> => {
  const trainee = `retry:${view}`;
  const asked = operation('workshop-requests', `${view}/${process.pid}/${performance.now()}`, [
    { type: 'TimeTaken', data: { ...entry, trainee, why: 'mistake' } },
  ]);
  await all.ground.store.append([[asked]]);
  return asked.events[0]?.id ?? '';
};
const entry: Entry = { trainee: 't1', enterprise: 'e1', minutes: 1, day: '2026-03-02' };

/** A store in which reading again what waits fails: it lacks the events of `t3`, or is out of reach so many times. */
const failing = (lost: ReadonlySet<string>, away: { times: number }): EventStore =>
  new Proxy(all.ground.store, {
    get: (target, name: keyof EventStore) =>
      name === 'readMany'
        ? async (...[streams]: Parameters<EventStore['readMany']>) => {
            if ((away.times -= 1) >= 0) throw new StoreUnavailable('away');
            return target.readMany(streams.filter(({ stream }) => !lost.has(stream)));
          }
        : (target[name] as () => unknown).bind(target),
  });

const start = (store: EventStore, tries?: number): readonly Trouble[] => {
  const troubles: Trouble[] = [];
  clerk = new ParkingClerk({
    ...{ store, acts, pool: all.ground.pool, projections: views(true) },
    dispatcher: undefined as unknown as Dispatcher,
    onTrouble: (trouble) => troubles.push(trouble),
    ...(tries !== undefined && { tries }),
  });
  clerk.start();
  return troubles;
};
const poisoned = async (): Promise<void> => {
  await all.run();
  const last = await record(
    all.ground.store,
    spent({ trainee: 't1', minutes: 13 }),
    closed('t1', 't2'),
    spent({ trainee: 't3', minutes: 13 }),
  );
  await all.allReach(last);
};
const other = 'poisonous_by_subject_v1';

describe('of what operators ask', () => {
  it('a request that cannot be carried out is given up after some tries, and the next one is carried out', async () => {
    await poisoned();
    const hopeless = await request(table);
    // What waits in the other view is not among what is lost.
    const lost = new Set(['workshop-all']);
    const troubles = start(failing(lost, { times: 0 }), 3);
    await request(other);
    await until(async () => (await all.waiting(other)).length === 0);
    expect(troubles.map(({ kind }) => kind)).toEqual(['retrying', 'retrying', 'given-up']);
    expect(troubles.at(-1)).toMatchObject({
      ...{ name: 'parking', request: hopeless },
      error: expect.objectContaining({ message: 'the store lacks 1 parked events' }),
    });
    expect(await all.waiting(table)).toEqual(['t1', 't2', 't3']);
    lost.clear();
    await request(table);
    await until(async () => (await all.waiting(table)).length === 0);
    expect(await all.differences()).toEqual([]);
  });

  it('nothing is given up because the store is away, however long', async () => {
    await poisoned();
    await request(table);
    const troubles = start(failing(new Set(), { times: 5 }), 3);
    await until(async () => (await all.waiting(table)).length === 0);
    expect(troubles.map(({ kind }) => kind)).toEqual(Array(5).fill('retrying'));
  });
});
