import type { BoundedContext } from '#kernel';
import { base } from './base.js';

/** Public training bases and their trainers, as far as hours need them. */
export const bases: BoundedContext = {
  name: 'bases',
  deciders: [base],
  projections: [],
  reactions: [],
};
