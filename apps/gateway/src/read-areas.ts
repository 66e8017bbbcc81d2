import type { ReadArea } from './read-area.js';

/** Every read area of the domain, beside the generic `events`. Each is a file in `queries/`. */
export const readAreas: readonly ReadArea[] = [];
