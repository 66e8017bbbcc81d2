import { keyOf, partitionOf } from '#messaging';
import {
  describeFinding,
  isDifference,
  Runner,
  verify as verifyAll,
  type Finding,
} from '#projections';
import { contexts, parkingActs, type Platform } from '../../../worker/src/index.js';
import type { Console } from '../console.js';
import { CommandFailure, exitCodes } from '../exit-codes.js';
import { danglingReservations } from '../verify/dangling-reservations.js';
import { withPlatform } from '../workplace.js';

const deciders = contexts.flatMap((context) => context.deciders);
const projections = contexts.flatMap((context) => context.projections);

/** Re-folds everything there is and names what differs. Throws `CommandFailure` with `differences` when anything does. */
export const verify = (console: Console): Promise<void> =>
  withPlatform(process.env, async (platform, { served }) => {
    if (!served) await catchUp(platform, console);
    const findings: Finding[] = [];
    const { store, pool } = platform;
    const onProgress = ({ phase, done }: { readonly phase: string; readonly done: number }) =>
      console.progress(() => `verifying, ${phase}: ${done.toLocaleString('en')} events`);
    const checks = [danglingReservations];
    for await (const finding of verifyAll({
      store,
      pool,
      deciders,
      projections,
      acts: parkingActs,
      partitionOf: ({ meta }, of) => partitionOf(keyOf(meta), of),
      checks,
      onProgress,
    })) {
      console.say(describeFinding(finding));
      findings.push(finding);
    }
    const head = await store.head();
    const { length: differences } = findings.filter(isDifference);
    console.result({ ok: differences === 0, head: head ?? null, findings });
    if (differences > 0)
      throw new CommandFailure(
        `${String(differences)} ${differences === 1 ? 'thing differs' : 'things differ'} from what the events say.`,
        exitCodes.differences,
      );
    console.say(`All is as the events say, up to position ${head ?? '0'}.`);
  });

/** Nobody keeps the views of a store that is not being served: they are brought up to its head as the next start would do. */
const catchUp = async ({ store, pool, watermarks }: Platform, console: Console): Promise<void> => {
  const head = await store.head();
  if (head === undefined) return;
  const runner = new Runner({
    store,
    pool,
    projections,
    acts: parkingActs,
    onMoved: watermarks.moved,
  });
  void runner.start();
  try {
    const tables = projections.map(({ table }) => table);
    while ((await watermarks.waitFor(tables, head, 1_000)) === 'timed-out') {
      console.progress(() => 'verifying, bringing the views up to date');
      const stuck = runner.health().find(({ error }) => error !== undefined);
      if (stuck) return;
    }
  } finally {
    await runner.stop();
  }
};
