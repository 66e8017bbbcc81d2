import { WrongKafkaSettings } from '#messaging';
import { StartFailure } from '#process';
import { keepViews } from '../keep-views.js';
import { feedFrom, projectorVariables, type ProjectorVariables } from '../projection-feed.js';
import type { RoleHealth, WorkerRole } from './role.js';
import { Troubles } from './troubles.js';

/** Keeps the views level with the store. */
export const projector: WorkerRole<typeof projectorVariables> = {
  name: 'projector',
  summary: 'Folds the feed into the views that queries read.',
  deployments: ['services', 'cluster'],
  environment: projectorVariables,
  start: ({ platform, log, environment }) => {
    const troubles = new Troubles(log);
    const views = keepViews({
      platform,
      feed: feedOf(environment, troubles),
      parkedAtMost: environment.PROJECTION_PARKED_MAX,
      onTrouble: troubles.tell,
    });
    return { health: () => healthOf(views.health(), troubles), stop: () => views.stop() };
  },
};

const feedOf = (environment: ProjectorVariables, troubles: Troubles) => {
  try {
    return feedFrom(environment, troubles.tell);
  } catch (error) {
    throw error instanceof WrongKafkaSettings ? new StartFailure(error.message) : error;
  }
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
