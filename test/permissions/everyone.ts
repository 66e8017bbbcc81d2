// One actor of each role, and every command and query with the roles that the table names for it.
import { membersOf } from '#event-store';
import { permissionTable } from '#identity';
import { Role, type PersonActor } from '#kernel';
import { eventsArea, readAreas } from '../../apps/gateway/src/index.js';
import { contexts } from '../../apps/worker/src/index.js';

export const own = '3f0c0b52-7a0e-4c39-9f39-0d9f4a1d8a11';

export const everyone: readonly PersonActor[] = Role.options.map((role) => ({
  ...{ user: role, role, region: '44' },
  ...{ organization: own, person: own },
}));

/** What can be sent: for which decider, or as a sheet. */
export interface Sendable {
  readonly name: string;
  readonly category: string | undefined;
}

const namesOf = (schema: Parameters<typeof membersOf>[0]) =>
  membersOf(schema).map((member) => member.shape.type.value);

export const sendable: readonly Sendable[] = contexts.flatMap(({ deciders, sheets = [] }) => [
  ...deciders.flatMap(({ category, commands }) =>
    namesOf(commands).map((name) => ({ name, category })),
  ),
  ...sheets.flatMap(({ schema }) => namesOf(schema).map((name) => ({ name, category: undefined }))),
]);

export const table = permissionTable(
  contexts,
  [eventsArea, ...readAreas].flatMap((area) => area.queries),
);

/** Whether the table has a row for the actor's role. */
export const hasRow = (kind: 'command' | 'query', name: string, { role }: PersonActor): boolean =>
  table.some((row) => row.kind === kind && row.name === name && row.role === role);
