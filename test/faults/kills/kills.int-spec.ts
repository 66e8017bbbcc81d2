import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { setTimeout as sleep } from 'node:timers/promises';
import { verify, type Finding } from '#projections';
import { danglingReservations } from '../../../apps/cli/src/verify/dangling-reservations.js';
import { contexts, type Platform } from '../../../apps/worker/src/index.js';
import { isAlive, until } from '../../../apps/standalone/src/processes.js';
import type { Outcome } from '../../support/outcome.js';
import { newStanding, type Standing } from '../standing.js';
import { caughtUp, idsByCommand, idsOf, ownIds, settled, writtenInTable } from './evidence.js';
import { prepareWorkload } from './workload.js';
import { sendOnce, startWriters, type Sent, type Writers } from './writers.js';

jest.setTimeout(900_000);
const kills = process.env['LONG'] ? 25 : 3;
const writing = 50;
const kinds = ['the program alone', 'PostgreSQL alone', 'both'] as const;

describe(`${String(kills)} kills under ${String(writing)} writers`, () => {
  let standing: Standing;
  let platform: Platform;
  let writers: Writers;
  const ending: (() => Promise<void>)[] = [];
  beforeAll(async () => {
    standing = await newStanding();
    ending.push(() => standing.place.remove());
    await standing.start();
    writers = startWriters(writing, await prepareWorkload(standing));
    ending.push(() => writers.stop());
    const notes: string[] = [];
    for (let index = 0; index < kills; index += 1) {
      const from = writers.answered.length;
      expect(await until(() => writers.answered.length > from + writing, 60_000)).toBe(true);
      await sleep(Math.random() * 500);
      notes.push(await kill(standing, writers, kinds[index % kinds.length]!));
    }
    await writers.stop();
    platform = await standing.look();
    ending.push(() => platform.close());
    const { answered, unanswered } = writers;
    const repeated = answered.filter(({ sendings }) => sendings > 1).length;
    process.stdout.write(
      `${notes.join('\n')}\n${String(answered.length)} commands answered, ${String(repeated)} of them after repeating; ${String(unanswered.length)} given up\n`,
    );
  });
  afterAll(async () => {
    for (const end of ending.reverse()) await end();
  });

  it('happen while commands are in flight, and never end in an internal error', () => {
    expect(writers.surprises).toEqual([]);
    expect(writers.unanswered.length).toBeGreaterThan(0);
    expect(writers.answered.some(({ sendings }) => sendings > 1)).toBe(true);
  });

  it('leave every acknowledged command in the store exactly once', async () => {
    const stored = idsByCommand(await writtenInTable(platform));
    for (const { commandId, outcome, name } of writers.answered)
      expect({ name, ids: ownIds(stored.get(commandId)) }).toEqual({ name, ids: idsOf(outcome) });
    const accepted = writers.answered.filter(({ outcome }) => idsOf(outcome).length > 0);
    expect(accepted.length).toBeGreaterThan((kills * writing) / 2);
  });

  it('give one answer to every unacknowledged command that is sent again', async () => {
    const unanswered = peopleFirst(writers.unanswered);
    for (const sent of unanswered) {
      const first = await again(sent);
      expect({ name: sent.name, ...(await again(sent)) }).toEqual({ name: sent.name, ...first });
    }
    const stored = idsByCommand(await writtenInTable(platform));
    for (const sent of unanswered) {
      const { name, commandId } = sent;
      const ids = idsOf(await again(sent));
      expect({ name, ids: ownIds(stored.get(commandId)) }).toEqual({ name, ids });
    }
  });

  it('leave every projection equal to its rebuild, and nothing else that verify would name', async () => {
    const { store, pool } = platform;
    expect(await settled(platform)).toBe(true);
    const projections = contexts.flatMap((context) => context.projections);
    expect(
      await caughtUp(
        platform,
        projections.map(({ table }) => table),
      ),
    ).toBe(true);
    const options = {
      ...{ store, pool, projections, checks: [danglingReservations] },
      deciders: contexts.flatMap(({ deciders }) => deciders),
    };
    const findings: Finding[] = [];
    for await (const finding of verify(options)) findings.push(finding);
    expect(findings).toEqual([]);
  });
});

const kill = async (
  standing: Standing,
  writers: Writers,
  kind: (typeof kinds)[number],
): Promise<string> => {
  const { place } = standing;
  const { pid, output } = standing.process();
  const server = place.postmaster();
  const restarts = () => output().split('PostgreSQL is at work again').length;
  const before = restarts();
  const note = `killed ${kind} with ${String(writers.inFlight())} commands in flight`;
  writers.giveUp();
  if (kind !== 'PostgreSQL alone') process.kill(pid, 'SIGKILL');
  if (kind !== 'the program alone') process.kill(server, 'SIGKILL');
  const since = performance.now();
  if (kind === 'PostgreSQL alone')
    expect(await until(() => restarts() > before, 60_000)).toBe(true);
  else {
    expect(await until(() => !isAlive(pid), 10_000)).toBe(true);
    await standing.start();
  }
  return `${note}; at work again after ${((performance.now() - since) / 1_000).toFixed(1)} s`;
};

/** A path can be proposed for someone whose registration was given up too: refused for that, it is not refused once there is the person. */
const peopleFirst = (sent: readonly Sent[]): readonly Sent[] => {
  const { people = [], others = [] } = Object.groupBy(sent, ({ name }) =>
    name === 'registerPerson' ? 'people' : 'others',
  );
  return [...people, ...others];
};

const again = async (sent: Sent): Promise<Outcome> => {
  const surprises: string[] = [];
  const outcome = await sendOnce(sent, surprises);
  if (!outcome) throw new Error(`no answer: ${surprises.join()}`);
  return outcome;
};
