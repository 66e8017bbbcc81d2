import { assessment } from '#assessment';
import { bases } from '#bases';
import { certificates } from '#certificates';
import { employmentContext } from '#employment';
import type { BoundedContext } from '#kernel';
import { operations } from '#operations';
import { parties } from '#parties';
import { policy } from '#policy';
import { training } from '#training';

/** Every bounded context there is. The one list that gateway, worker and tools share; a test compares it with the folders. */
export const contexts: readonly BoundedContext[] = [
  parties,
  policy,
  training,
  bases,
  assessment,
  certificates,
  employmentContext,
  operations,
];
