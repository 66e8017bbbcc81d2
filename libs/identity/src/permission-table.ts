import { membersOf } from '#event-store';
import { aboutOf, Role, type BoundedContext } from '#kernel';
import { relationsFor } from './permission.js';
import type { Query } from './query.js';

/** One thing that one role may do; `summary` and `zh` are the words of the command or query. */
export interface PermissionRow {
  readonly kind: 'command' | 'query';
  readonly name: string;
  readonly role: Role;
  /** The relation the role must have to the subject; `any` for none. */
  readonly relation: string;
  readonly summary: string;
  readonly zh: string;
}

/**
 * The whole table, one row per command or query and role, in a fixed order. What has no row is refused. Throws when two commands
 * or two queries share a name: their rows would mix.
 */
export const permissionTable = (
  contexts: readonly BoundedContext[],
  queries: readonly Query[],
): readonly PermissionRow[] => [
  ...rowsOf('command', contexts.flatMap(commandsOf)),
  ...rowsOf('query', queries),
];

/** All that a context's deciders and sheets take, with who may send it. */
const commandsOf = ({ deciders, sheets = [] }: BoundedContext): readonly Query[] =>
  [...deciders.map(({ commands }) => commands), ...sheets.map(({ schema }) => schema)]
    .flatMap((schema) => membersOf(schema))
    .map((member) => ({ name: member.shape.type.value, ...aboutOf(member) }));

const rowsOf = (kind: PermissionRow['kind'], entries: readonly Query[]): PermissionRow[] => {
  const names = new Set<string>();
  for (const { name } of entries) {
    if (names.has(name))
      throw new Error(`two ${kind === 'command' ? 'commands' : 'queries'} are called ${name}`);
    names.add(name);
  }
  const sorted = [...entries].sort((a, b) => (a.name < b.name ? -1 : 1));
  return sorted.flatMap(({ name, summary, zh, allow }) =>
    Role.options.flatMap((role) =>
      // A chain owner's rows show what it has as an enterprise too, so that the table says all.
      relationsFor(allow, { role }).map((relation) => ({
        ...{ kind, name, role, relation, summary, zh },
      })),
    ),
  );
};
