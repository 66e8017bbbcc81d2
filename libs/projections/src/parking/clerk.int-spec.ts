import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { freshDatabase } from '../../../../test/support/database.js';
import { until } from '../../spec/ground.js';
import { parkings, table, views, type Parkings } from '../../spec/parkings.js';
import { closed, operation, record, spent, type Entry } from '../../spec/workshop.js';
import { StoreUnavailable, type Dispatcher, type EventStore } from '#event-store';
import {
  listParked,
  ParkingClerk,
  readCheckpoints,
  retryParked,
  verifyProjections,
  type ParkingActs,
  type Trouble,
} from '../index.js';

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

/**
 * An entry of a trainee `retry:VIEW` or `discard:VIEW:EVENT` stands for an operator's request, one of `discarded:EVENT` for a discard on
 * record: this library knows no context that records them.
 */
const acts: ParkingActs = {
  requests: ['TimeTaken'],
  requestOf: ({ data }) => {
    const [kind, view = '', event = ''] = (data as Entry).trainee.split(':');
    if (kind === 'retry') return { kind, view };
    return kind === 'discard' ? { kind, view, event } : undefined;
  },
  streamOf: (view) => `parking-${view}`,
  discardedBy: ({ data }) => (data as Entry).trainee.split(':')[1],
  confirmDiscard: (view, event) => ({
    category: 'parking',
    command: { type: 'Confirm', data: { view, event } },
  }),
};
/** Puts a discard on record once, by the id of the command, as the real one does; or answers what it is told. */
const dispatcher = (code?: string): Dispatcher => ({
  dispatch: async (_category, command, { commandId = '' }) => {
    const { view, event } = (command as { data: { view: string; event: string } }).data;
    const reason = { code: code ?? '', clause: 'platform', zh: '', en: '', detail: {} };
    if (code !== undefined) return { outcome: 'rejected', commandId, reasons: [reason] };
    const data = { ...entry, trainee: `discarded:${event}`, why: 'mistake' as const };
    await all.ground.store.append([
      [operation(`parking-${view}`, commandId, [{ type: 'TimeTaken', data }])],
    ]);
    return { outcome: 'accepted', commandId, events: [] };
  },
  dispatchMany: () => Promise.reject(new Error('never asked')),
  dispatchSheet: () => Promise.reject(new Error('never asked')),
});
const request = async (view: string, event?: string): Promise<string> => {
  const trainee = event === undefined ? `retry:${view}` : `discard:${view}:${event}`;
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

const start = (store: EventStore, tries?: number, refusal?: string): readonly Trouble[] => {
  const troubles: Trouble[] = [];
  clerk = new ParkingClerk({
    ...{ store, acts, pool: all.ground.pool, projections: views(true) },
    dispatcher: dispatcher(refusal),
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
const rowOf = async (key: string) =>
  (await listParked(all.ground.pool, { view: table, first: 100 })).rows.find(
    (row) => row.key === key,
  );
const onRecord = async () => (await all.ground.store.read(acts.streamOf(table))).length;
const carriedOut = async (asked: string) => {
  const [last] = (await all.ground.store.readAll(undefined)).filter(
    ({ meta }) => meta.id === asked,
  );
  await until(async () => {
    const [at] = await readCheckpoints(all.ground.pool, ['parking']);
    return at?.position !== undefined && Number(at.position) >= Number(last?.meta.position);
  });
};
const lacking = 'the store lacks 1 parked events';

describe('of what operators ask', () => {
  it('a request that cannot be carried out is given up after some tries, and the next one is carried out', async () => {
    await poisoned();
    const hopeless = await request(table);
    // What waits in the other view is not among what is lost.
    const lost = new Set(['workshop-all']);
    const troubles = start(failing(lost, { times: 0 }), 3);
    await request(other);
    await until(async () => (await all.waiting(other)).length === 0);
    expect(troubles).toEqual([
      { kind: 'failing', name: 'parking', request: hopeless, times: 1, reason: lacking },
      { kind: 'failing', name: 'parking', request: hopeless, times: 2, reason: lacking },
      { kind: 'given-up', name: 'parking', request: hopeless, reason: lacking },
    ]);
    expect(await all.waiting(table)).toEqual(['t1', 't2', 't3']);
    const kept = { attempts: 1, givenUp: lacking, givenUpRequest: hopeless };
    for (const key of ['t1', 't2', 't3'])
      expect(await rowOf(key)).toMatchObject({ ...kept, triedAt: expect.any(String) });
    lost.clear();
    await request(table);
    await until(async () => (await all.waiting(table)).length === 0);
    expect(await all.differences()).toEqual([]);
  });

  it('a try that is carried out clears what was kept of one that was given up, and counts on', async () => {
    await poisoned();
    const lost = new Set(['workshop-all']);
    const troubles = start(failing(lost, { times: 0 }), 1);
    await request(table);
    await until(async () => troubles.length > 0);
    await clerk?.stop();
    lost.clear();
    expect(
      await retryParked({ ...all.ground, projections: views() }, { view: table }),
    ).toMatchObject({
      waiting: 3,
    });
    expect(await rowOf('t1')).toMatchObject({ attempts: 2, givenUp: undefined });
    expect((await rowOf('t1'))?.givenUpRequest).toBeUndefined();
  });

  it('what the database refuses is told by its SQLSTATE, and the rows keep it', async () => {
    await poisoned();
    await all.ground.pool.query(
      `create function read.no() returns trigger language plpgsql as $$ begin raise exception 'secret' using errcode = '42501'; end $$;
create trigger no before delete on read.parked_events for each row execute function read.no()`,
    );
    const troubles = start(all.ground.store, 2);
    await request(table);
    await until(async () => troubles.length === 2);
    expect(troubles.at(-1)).toMatchObject({ reason: 'refused by the database, SQLSTATE 42501' });
    expect(await rowOf('t3')).toMatchObject({ givenUp: 'refused by the database, SQLSTATE 42501' });
  });

  it('nothing is given up because the store is away, however long', async () => {
    await poisoned();
    await request(table);
    const troubles = start(failing(new Set(), { times: 5 }), 3);
    await until(async () => (await all.waiting(table)).length === 0);
    expect(troubles.map(({ kind }) => kind)).toEqual(Array(5).fill('retrying'));
  });

  it.each(['57014', '53100', '55P03', '40001'])('nor for what may pass, as %s', async (code) => {
    await poisoned();
    const asked = await request(table);
    await all.ground.pool.query(
      `create sequence read.tries; create function read.no() returns trigger language plpgsql as $$ begin
if nextval('read.tries') <= 2 then raise exception using errcode = '${code}'; end if; return old; end $$;
create trigger no before delete on read.parked_events for each row execute function read.no()`,
    );
    const troubles = start(all.ground.store, 1);
    await carriedOut(asked);
    expect(await all.waiting(table)).toEqual([]);
    expect(troubles.map(({ kind }) => kind)).toEqual(['retrying', 'retrying']);
  });
});

describe('a discard', () => {
  const parkedAt = async (key: string) => (await rowOf(key))?.eventId ?? '';

  it('is put on record, and what waits behind the event goes through', async () => {
    await poisoned();
    const event = await parkedAt('t1');
    const troubles = start(all.ground.store);
    await request(table, event);
    await until(async () => (await all.waiting(table)).length === 1);
    expect(await all.waiting(table)).toEqual(['t3']);
    expect(await onRecord()).toBe(1);
    expect(troubles).toEqual([]);
  });

  it('stands when what waits behind it cannot be retried: the rows wait on and say so, and a retry is enough', async () => {
    await poisoned();
    const event = await parkedAt('t1');
    const lost = new Set(['workshop-all']);
    const troubles = start(failing(lost, { times: 0 }), 2);
    const asked = await request(table, event);
    await until(async () => troubles.length === 2);
    const reason = `the event is discarded, but what waits behind it could not be retried: ${lacking}`;
    expect(troubles).toEqual([
      { kind: 'failing', name: 'parking', request: asked, times: 1, reason },
      { kind: 'given-up', name: 'parking', request: asked, reason },
    ]);
    expect(await onRecord()).toBe(1);
    expect(await all.waiting(table)).toEqual(['t1', 't2', 't3']);
    const kept = { attempts: 1, givenUp: reason, givenUpRequest: asked };
    expect(await rowOf('t1')).toMatchObject({ ...kept, eventId: event });
    expect(await rowOf('t2')).toMatchObject(kept);
    // Not bound to the event: the discard was never about it.
    expect(await rowOf('t3')).toMatchObject({ attempts: 0, givenUp: undefined });
    lost.clear();
    await request(table);
    await until(async () => (await all.waiting(table)).length === 0);
    const found = await verifyProjections({ ...all.ground, projections: views(true), acts });
    expect(found.filter((one) => 'table' in one && one.table === table)).toEqual([
      { kind: 'discarded', table, event },
    ]);
  });

  it('that a rule refuses has no effect and holds up nobody', async () => {
    await poisoned();
    const troubles = start(all.ground.store, 1, 'E_STATE');
    await carriedOut(await request(table, await parkedAt('t1')));
    expect(await onRecord()).toBe(0);
    expect(await all.waiting(table)).toEqual(['t1', 't2', 't3']);
    expect(troubles).toEqual([]);
  });

  it('of an event that does not wait has no effect', async () => {
    await poisoned();
    const troubles = start(all.ground.store, 1);
    await carriedOut(await request(table, '00000000-0000-4000-8000-000000000001'));
    expect(await onRecord()).toBe(0);
    expect(troubles).toEqual([]);
  });

  it('that rivals keep from the record is tried again and never given up', async () => {
    await poisoned();
    await request(table, await parkedAt('t1'));
    const troubles = start(all.ground.store, 1, 'E_BUSY');
    await until(async () => troubles.length >= 3);
    expect(new Set(troubles.map(({ kind }) => kind))).toEqual(new Set(['retrying']));
  });
});
