import { expect } from '@jest/globals';
import { kill, type Ground } from './ground.js';

/** How long it may take until what one projector did is done by another. */
const coveredWithinMs = 15_000;
const rounds = process.env['LONG'] ? 10 : 2;

/**
 * Three projectors are started as if by mistake; under a steady load one after the other is killed and another started. `relay` carries
 * what was written to where the projectors read it.
 */
export const takeovers = async (ground: Ground, relay: () => Promise<void>): Promise<void> => {
  const crew = await Promise.all([ground.projector(), ground.projector(), ground.projector()]);
  const writing = new AbortController();
  const load = (async () => {
    while (!writing.signal.aborted) {
      await ground.write(20);
      await relay();
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  })();
  try {
    await ground.level(60_000);
    for (let round = 0; round < rounds; round += 1) {
      // Whichever is at work: all are killed in turn.
      const [gone] = crew.splice(0, 1);
      if (!gone) throw new Error('nobody is left');
      await kill(gone);
      // Of many people, so that it concerns whatever the one that is gone had.
      await ground.write(80);
      const covered = await ground.level(coveredWithinMs);
      process.stdout.write(
        `one of three killed; level again after ${(covered / 1_000).toFixed(1)} s\n`,
      );
      crew.push(await ground.projector());
    }
  } finally {
    writing.abort();
    await load;
  }
  await relay();
  await ground.level(coveredWithinMs);
  expect(await ground.differences()).toEqual([]);
};
