import type { BoundedContext } from '#kernel';
import { trainees } from '#training';
import type { Provider } from '@nestjs/common';
import { LRUCache } from 'lru-cache';
import type { Whereabouts } from '../events/sight.js';
import { READ_MODELS, ReadModels, type ReadSources } from './read-models.js';
import { REPLAY, replayingWith } from './replaying.js';

/** What the resolvers of `readAreas` need to be made. */
export const readProviders = (
  sources: ReadSources,
  contexts: readonly BoundedContext[],
): readonly Provider[] => [
  { provide: READ_MODELS, useValue: new ReadModels(sources) },
  { provide: REPLAY, useValue: replayingWith(contexts) },
];

const rememberedMs = 30_000;

/** The region of the people among subjects, from their row; asked again after half a minute, for a path can move. */
export const whereaboutsFrom = (sources: ReadSources): Whereabouts => {
  const rows = new ReadModels(sources).of(trainees);
  const known = new LRUCache<string, { readonly region: string | undefined }>({
    max: 10_000,
    ttl: rememberedMs,
    fetchMethod: async (person) => ({ region: (await rows.byKey(person))?.row.region }),
  });
  return async (subjects) => {
    const people = subjects.filter((subject) => subject.startsWith('person-'));
    const found = await Promise.all(
      people.map((subject) => known.fetch(subject.slice('person-'.length))),
    );
    return found.map((one) => one?.region).filter((region) => region !== undefined);
  };
};
