import { Reactor } from '#projections';
import { z } from 'zod';
import { contexts } from '../contexts.js';
import { healthOf } from './projector.js';
import type { WorkerRole } from './role.js';
import { Troubles } from './troubles.js';

const variables = z.object({});

/** Runs the reactions: events in, commands of the system out. */
export const reactor: WorkerRole<typeof variables> = {
  name: 'reactor',
  summary: 'Answers events with the commands that follow from them.',
  deployments: ['services', 'cluster'],
  environment: variables,
  start: ({ platform: { store, pool, dispatcher }, log }) => {
    const troubles = new Troubles(log);
    const tails = new Reactor({
      ...{ store, pool, dispatcher, onTrouble: troubles.tell },
      reactions: contexts.flatMap(({ reactions }) => reactions),
    });
    tails.start();
    return { health: () => healthOf(tails.health(), troubles), stop: () => tails.stop() };
  },
};
