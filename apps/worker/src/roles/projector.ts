import { keepViews, type TailHealth } from '../keep-views.js';
import { feedFrom, feedSettings, projectorVariables } from '../projection-feed.js';
import type { RoleHealth, WorkerRole } from './role.js';
import { settled } from './settled.js';
import { Troubles } from './troubles.js';

/** Keeps the views level with the store. */
export const projector: WorkerRole<typeof projectorVariables> = {
  name: 'projector',
  summary: 'Folds the feed into the views that queries read.',
  deployments: ['services', 'cluster'],
  environment: projectorVariables,
  check: (environment) => void settled(() => feedSettings(environment)),
  start: ({ platform, log, environment }) => {
    const troubles = new Troubles(log);
    const views = keepViews({
      platform,
      feed: settled(() => feedFrom(environment, platform.store, troubles.tell)),
      parkedAtMost: environment.PROJECTION_PARKED_MAX,
      onTrouble: troubles.tell,
    });
    return { health: () => healthOf(views.health(), troubles), stop: () => views.stop() };
  },
};

/** One state for all tails of a process: the worst that one of them is in. */
export const healthOf = (
  tails: readonly (Pick<TailHealth, 'name' | 'unfit'> & { readonly state: string })[],
  troubles: Pick<Troubles, 'lasting'>,
): RoleHealth => {
  const names = (state: 'running' | 'stopped') =>
    tails.filter((tail) => tail.state === state).map(({ name }) => name);
  // One line for all that it feeds.
  const unfit = tails.find((tail) => tail.unfit !== undefined)?.unfit;
  if (unfit !== undefined) return { state: 'stopped', detail: unfit };
  const stopped = names('stopped');
  if (stopped.length > 0) return { state: 'stopped', detail: stopped.join(', ') };
  if (troubles.lasting())
    return { state: 'behind', detail: 'a connection is lost and tried again' };
  const running = names('running').length;
  if (running === 0) return { state: 'standing-by' };
  return { state: 'running', detail: `${running} of ${tails.length}` };
};
