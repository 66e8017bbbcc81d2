import { afterAll, beforeAll, expect, it, jest } from '@jest/globals';
import type { Platform } from '../../../apps/worker/src/index.js';
import { eventually } from '../../support/eventually.js';
import { idsByCommand, idsOf, ownIds } from '../kills/evidence.js';
import { prepareWorkload } from '../kills/workload.js';
import { startWriters, type Writers } from '../kills/writers.js';
import { openFleet, type Fleet, type FleetOptions, type Kind } from './fleet.js';

jest.setTimeout(900_000);
const long = Boolean(process.env['LONG']);
const writing = long ? 50 : 12;
const updates = long ? 5 : 1;

export interface Release extends FleetOptions {
  /** One for each process of a release. */
  readonly kinds: readonly Kind[];
}

/** Declares the specs of a rolling update: release after release takes the place of the one before, while others write. */
export const rollingUpdate = (release: () => Release): void => {
  let kinds: readonly Kind[] = [];
  let fleet: Fleet;
  let platform: Platform;
  let writers: Writers;
  const exits: (number | string)[] = [];
  const ending: (() => Promise<unknown>)[] = [];

  beforeAll(async () => {
    // Longer than the balancer needs to hear that a gateway leaves, also on a busy machine.
    const { environment, events, kinds: asked } = release();
    kinds = asked;
    fleet = await openFleet({
      environment: { ...environment, SHUTDOWN_DELAY_MS: '3000' },
      ...(events && { events }),
    });
    ending.push(() => fleet.close());
    let serving = kinds.map((kind) => fleet.start(kind, `${kind}-v0`));
    for (const member of serving) await member.ready();
    platform = await fleet.look();
    ending.push(() => platform.close());
    writers = startWriters(writing, await prepareWorkload(fleet));
    ending.push(() => writers.stop());
    for (let version = 1; version <= updates; version += 1)
      serving = await Promise.all(
        serving.map(async ({ kind, signal, ended }) => {
          const next = fleet.start(kind, `${kind}-v${String(version)}`);
          await next.ready();
          const from = writers.answered.length;
          await eventually('answers', () => writers.answered.length > from + writing);
          signal('SIGTERM');
          exits.push(await ended);
          return next;
        }),
      );
    await writers.stop();
    process.stdout.write(`${String(writers.answered.length)} commands answered\n`);
  });
  afterAll(async () => {
    for (const end of ending.reverse()) await end();
  });

  it('ends every process of the earlier release with 0', () => {
    expect(exits).toEqual(Array.from({ length: updates * kinds.length }, () => 0));
  });

  it('fails no request: each is answered the first time it is sent', () => {
    expect(writers.surprises).toEqual([]);
    expect(writers.lapses).toEqual([]);
    expect(writers.unanswered).toEqual([]);
    expect(writers.answered.length).toBeGreaterThan(updates * writing);
  });

  it('loses no event, doubles none, and leaves nothing that verify would name', async () => {
    const stored = idsByCommand(await fleet.written());
    for (const { commandId, outcome, name } of writers.answered)
      expect({ name, ids: ownIds(stored.get(commandId)) }).toEqual({ name, ids: idsOf(outcome) });
    const { code, out } = await fleet.run('verify');
    expect([code, out]).toEqual([0, expect.stringContaining('All is as the events say')]);
  });
};
