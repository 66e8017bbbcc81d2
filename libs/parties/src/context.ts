import type { BoundedContext } from '#kernel';
import { organization } from './organization.js';
import { person } from './person.js';

/** Organisations and people: who there is. */
export const parties: BoundedContext = {
  name: 'parties',
  deciders: [organization, person],
  projections: [],
  reactions: [],
};
