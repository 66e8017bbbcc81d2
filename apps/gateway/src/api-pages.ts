import { permissionsPage, permissionTable } from '#identity';
import type { BoundedContext } from '#kernel';
import { describeSchema } from './describe-schema.js';
import { eventsArea, type ReadArea } from './read-area.js';

/** The generated pages about the API, by file: the same code always gives the same text. */
export const apiPages = async (
  contexts: readonly BoundedContext[],
  areas: readonly ReadArea[],
): Promise<Readonly<Record<string, string>>> => {
  const queries = [eventsArea, ...areas].flatMap((area) => area.queries);
  return {
    'docs/schema.graphql': await describeSchema(contexts, areas),
    'docs/permissions.md': permissionsPage(permissionTable(contexts, queries)),
  };
};
