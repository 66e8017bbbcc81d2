import type { BoundedContext } from '#kernel';
import { parties } from '#parties';
import { policy } from '#policy';

/** Every bounded context there is. The one list that gateway, worker and tools share; a test compares it with the folders. */
export const contexts: readonly BoundedContext[] = [parties, policy];
