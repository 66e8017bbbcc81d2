import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { readCheckpoints } from '#projections';
import { contexts, type Platform } from '../../../apps/worker/src/index.js';
import { eventually } from '../../support/eventually.js';
import { caughtUp, idsByCommand, idsOf, ownIds } from '../kills/evidence.js';
import { prepareWorkload } from '../kills/workload.js';
import { startWriters, type Writers } from '../kills/writers.js';
import { openFleet, type Fleet, type Kind, type Member } from './fleet.js';

jest.setTimeout(1_800_000);
const long = Boolean(process.env['LONG']);
/** Names of the processes; each name is started twice. */
const instances: Readonly<Record<Kind, readonly string[]>> = long
  ? {
      gateway: ['gateway-1', 'gateway-2'],
      projector: ['projector-1', 'projector-2', 'projector-3'],
      reactor: ['reactor-1', 'reactor-2'],
    }
  : { gateway: ['gateway-1'], projector: ['projector-1'], reactor: ['reactor-1'] };
const kinds = ['gateway', 'projector', 'reactor'] as const;
const writing = long ? 50 : 12;
const rounds = long ? 5 : 1;
/** A process that is taken away has to be covered within this. */
const coveredWithinMs = 15_000;

const views = contexts.flatMap(({ projections }) => projections.map(({ table }) => table));
const reactions = contexts.flatMap((context) =>
  context.reactions.map(({ name }) => `reaction:${name}`),
);
const tails: Readonly<Record<Exclude<Kind, 'gateway'>, readonly string[]>> = {
  projector: views,
  reactor: reactions,
};

describe('many processes on one database, every one of them started twice', () => {
  let fleet: Fleet;
  let platform: Platform;
  let writers: Writers;
  const ending: (() => Promise<unknown>)[] = [];
  const covered: { readonly kind: Kind; readonly ms: number }[] = [];

  beforeAll(async () => {
    fleet = await openFleet();
    ending.push(() => fleet.close());
    const started = kinds.flatMap((kind) =>
      instances[kind].flatMap((name) => [fleet.start(kind, name), fleet.start(kind, name)]),
    );
    for (const member of started) await member.ready();
    platform = await fleet.look();
    ending.push(() => platform.close());
    writers = startWriters(writing, await prepareWorkload(fleet));
    ending.push(() => writers.stop());
    for (let round = 0; round < rounds; round += 1)
      for (const kind of kinds) {
        const { pid, instance, ms } = await takeAway(kind);
        covered.push({ kind, ms });
        process.stdout.write(
          `${instance} (${String(pid)}) covered after ${String(Math.round(ms))} ms\n`,
        );
        await fleet.start(kind, `${kind}-back`).ready();
      }
    await writers.stop();
    process.stdout.write(`${String(writers.answered.length)} commands answered\n`);
  });
  afterAll(async () => {
    for (const end of ending.reverse()) await end();
  });

  /** Kills the member that does the work, under load; resolves when another does it. */
  const takeAway = async (kind: Kind) => {
    await eventually('answers', progress(writing));
    const member = await atWork(kind);
    const killed = performance.now();
    await member.kill();
    const head = await eventually('an event after the death', newHead(await platform.store.head()));
    if (kind === 'gateway') await eventually('answers by the others', progress(writing));
    else await eventually(`${kind} covered`, () => hold(tails[kind], head));
    return { pid: member.pid, instance: kind, ms: performance.now() - killed };
  };
  const progress = (count: number) => {
    const from = writers.answered.length;
    return () => writers.answered.length >= from + count;
  };
  const newHead = (before: string | undefined) => async () => {
    const head = await platform.store.head();
    return head !== before && head;
  };
  const hold = async (names: readonly string[], head: string): Promise<boolean> => {
    const { store, pool } = platform;
    const found = await readCheckpoints(pool, names);
    return (
      found.length === names.length &&
      found.every(({ position = '0' }) => store.comparePositions(position, head) >= 0)
    );
  };
  /** Of gateways any; of workers the one that holds the tails, for the others stand by. */
  const atWork = (kind: Kind): Promise<Member> =>
    eventually(`a ${kind} at work`, async () => {
      for (const member of fleet.members(kind)) {
        const says = (await member.report())?.conditions[kind]?.says ?? '';
        if (kind === 'gateway' || says.startsWith('running')) return member;
      }
      return undefined;
    });

  it('cover for each other within fifteen seconds when any one is taken away', () => {
    expect(covered.map(({ kind }) => kind)).toEqual(
      Array.from({ length: rounds }, () => kinds).flat(),
    );
    expect(covered.filter(({ ms }) => ms > coveredWithinMs)).toEqual([]);
  });

  it('record every acknowledged command exactly once, and answer nothing strange', async () => {
    expect(writers.surprises).toEqual([]);
    const stored = await idsByCommand(platform);
    for (const { commandId, outcome, name } of writers.answered)
      expect({ name, ids: ownIds(stored.get(commandId)) }).toEqual({ name, ids: idsOf(outcome) });
    expect(writers.answered.length).toBeGreaterThan(rounds * kinds.length * writing);
  });

  it('leave no gap in the feed, and count each event once in each view', async () => {
    expect(await caughtUp(platform, views)).toBe(true);
    const { rows } = await platform.pool.query<{ events: number; last: number }>(
      'select count(*)::int as events, max(position)::int as last from es.events',
    );
    const [{ events, last } = { events: 0, last: -1 }] = rows;
    expect(events).toBe(last);
    const passed = await readCheckpoints(platform.pool, views);
    expect(passed.map((view) => [view.name, view.events])).toEqual(
      [...views].sort().map((name) => [name, events]),
    );
  });

  it('leave nothing that verify would name', async () => {
    const { code, out } = await fleet.run('verify');
    expect([code, out]).toEqual([0, expect.stringContaining('All is as the events say')]);
  });
});
