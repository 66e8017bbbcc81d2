import type { BoundedContext } from '#kernel';
import { parking } from './parking.js';

/** Acts of those who run the platform. */
export const operations: BoundedContext = {
  name: 'operations',
  deciders: [parking],
  projections: [],
  reactions: [],
};
