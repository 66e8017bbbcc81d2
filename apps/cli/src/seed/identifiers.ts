import { uuidFrom } from '#event-store';

/** Any UUID, never changed: the root of all names in simulated data. */
const root = '7d0f4a56-3a53-5f0e-9a39-52f1c6a1b7d4';

/** Ids by name for one seed: the same name always gives the same id, so whatever is sent again says nothing new. */
export const identifiers = (seed: number): ((name: string) => string) => {
  const own = uuidFrom(root, `seed:${String(seed)}`);
  return (name) => uuidFrom(own, name);
};
