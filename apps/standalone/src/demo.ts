import { demoUsers, type DemoUser } from '../../cli/src/seed/demo-users.js';
import { demoParameters, seedDemo } from '../../cli/src/seed/seed.js';
import type { Surroundings } from './roles.js';

/**
 * Fills an empty store with the demo, or carries on where a kill or a stop has cut it short; answers whom to try the system as.
 * Rejects with the signal's reason at the end of the simulated day in which `stopping` is aborted.
 */
export const prepareDemo = async (
  { databaseUrl, vaultKey, demo, development }: Surroundings,
  say: (line: string) => void,
  stopping: AbortSignal,
): Promise<readonly DemoUser[]> => {
  if (!demo) return development ? withoutDemo() : [];
  let told = 0;
  const seeded = await seedDemo({ databaseUrl, vaultKey }, ({ day, events }) => {
    stopping.throwIfAborted();
    if (performance.now() - told < tellEvery) return;
    told = performance.now();
    say(`Recording the demo data: ${day}, ${String(events)} events`);
  });
  return seeded ? demoUsers(seeded.parameters) : withoutDemo();
};

const tellEvery = 2_000;

/** A store of one's own knows none of the demo's organisations: what is left is who needs none. */
const withoutDemo = (): readonly DemoUser[] =>
  demoUsers(demoParameters(new Date())).filter(({ name }) =>
    ['province', 'operator'].includes(name),
  );
