import type { BoundedContext } from '#kernel';
import { career } from './career.js';
import { employment } from './employment.js';

/** Contract, hiring, confirmation, grading, promotion, retention. */
export const employmentContext: BoundedContext = {
  name: 'employment',
  deciders: [employment, career],
  projections: [],
  reactions: [],
};
