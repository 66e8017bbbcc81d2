import { Runner } from '#projections';
import { z } from 'zod';
import { contexts } from '../contexts.js';
import type { RoleHealth, WorkerRole } from './role.js';
import { Troubles } from './troubles.js';

const variables = z.object({});

/** Keeps the views level with the store. */
export const projector: WorkerRole<typeof variables> = {
  name: 'projector',
  summary: 'Folds the feed into the views that queries read.',
  deployments: ['services', 'cluster'],
  environment: variables,
  start: ({ platform: { store, pool, watermarks }, log }) => {
    const troubles = new Troubles(log);
    const runner = new Runner({
      ...{ store, pool, onTrouble: troubles.tell },
      projections: contexts.flatMap(({ projections }) => projections),
      onMoved: watermarks.moved,
    });
    // It resolves when every view is claimed, and tries for ever until then: nothing waits for it.
    void runner.start();
    return { health: () => healthOf(runner.health(), troubles), stop: () => runner.stop() };
  },
};

/** One state for all tails of a process: the worst that one of them is in. */
export const healthOf = (
  tails: readonly { readonly name: string; readonly state: string }[],
  troubles: Pick<Troubles, 'lasting'>,
): RoleHealth => {
  const names = (state: 'running' | 'stopped') =>
    tails.filter((tail) => tail.state === state).map(({ name }) => name);
  const stopped = names('stopped');
  if (stopped.length > 0) return { state: 'stopped', detail: stopped.join(', ') };
  if (troubles.lasting())
    return { state: 'behind', detail: 'a connection is lost and tried again' };
  const running = names('running').length;
  if (running === 0) return { state: 'standing-by' };
  return { state: 'running', detail: `${running} of ${tails.length}` };
};
