import { afterAll, beforeAll, expect, it, jest } from '@jest/globals';
import { readCheckpoints } from '#projections';
import { contexts, type Platform } from '../../../apps/worker/src/index.js';
import { eventually } from '../../support/eventually.js';
import { idsByCommand, idsOf, ownIds } from '../kills/evidence.js';
import { prepareWorkload } from '../kills/workload.js';
import { startWriters, type Writers } from '../kills/writers.js';
import { openFleet, type Fleet, type FleetOptions, type Kind, type Member } from './fleet.js';

jest.setTimeout(1_800_000);
const long = Boolean(process.env['LONG']);
const writing = long ? 50 : 12;
const rounds = long ? 5 : 1;
/** A process that is taken away has to be covered within this. */
const coveredWithinMs = 15_000;

const views = contexts.flatMap(({ projections }) => projections.map(({ table }) => table));
const reactions = contexts.flatMap((context) =>
  context.reactions.map(({ name }) => `reaction:${name}`),
);

export interface Crew {
  /** How many of each kind a long round has; a short one has one of each. */
  readonly kinds: Readonly<Partial<Record<Kind, number>>>;
  /** For all processes. */
  readonly environment: Readonly<Record<string, string>>;
  readonly events: NonNullable<FleetOptions['events']>;
}

/**
 * Declares the specs of a crew at work on one database: every name is started twice, as if by mistake, and under load one process of
 * each kind after the other is killed.
 */
export const manyProcesses = (crew: () => Crew): void => {
  let kinds: readonly Kind[] = [];
  let events: Crew['events'] = 'postgres';
  let fleet: Fleet;
  let platform: Platform;
  let writers: Writers;
  const ending: (() => Promise<unknown>)[] = [];
  const covered: { readonly kind: Kind; readonly ms: number }[] = [];

  beforeAll(async () => {
    const { kinds: counts, environment, events: place } = crew();
    events = place;
    kinds = (Object.keys(counts) as Kind[]).sort();
    fleet = await openFleet({ environment, events });
    ending.push(() => fleet.close());
    const started = kinds.flatMap((kind) =>
      namesOf(kind, long ? (counts[kind] ?? 0) : 1).flatMap((name) => [
        fleet.start(kind, name),
        fleet.start(kind, name),
      ]),
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
    else if (kind === 'reactor') await eventually('reactions', () => reacted(head));
    else
      expect(await platform.watermarks.waitFor(views, head, 2 * coveredWithinMs)).toBe('reached');
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
  const reacted = async (head: string): Promise<boolean> => {
    const { store, pool } = platform;
    const found = await readCheckpoints(pool, reactions);
    return (
      found.length === reactions.length &&
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
    const stored = idsByCommand(await fleet.written());
    for (const { commandId, outcome, name } of writers.answered)
      expect({ name, ids: ownIds(stored.get(commandId)) }).toEqual({ name, ids: idsOf(outcome) });
    expect(writers.answered.length).toBeGreaterThan(rounds * kinds.length * writing);
  });

  it('leave no gap in the feed, and count no event twice in a view', async () => {
    const { store, watermarks } = platform;
    const head = (await store.head()) ?? '';
    expect(await watermarks.waitFor(views, head, coveredWithinMs)).toBe('reached');
    const written = await fleet.written();
    expect(new Set(written.map(({ id }) => id)).size).toBe(written.length);
    // Positions elsewhere are places in a log, and a projector on Kafka passes over what no view wants.
    if (events !== 'postgres') return;
    expect(String(written.length)).toBe(head);
    const passed = await readCheckpoints(platform.pool, views);
    expect(passed.map((view) => [view.name, view.events])).toEqual(
      [...views].sort().map((name) => [name, written.length]),
    );
  });

  it('leave nothing that verify would name', async () => {
    const { code, out } = await fleet.run('verify');
    expect([code, out]).toEqual([0, expect.stringContaining('All is as the events say')]);
  });
};

const namesOf = (kind: Kind, count: number): readonly string[] =>
  Array.from({ length: count }, (_, index) => `${kind}-${String(index + 1)}`);
