import type { PermissionRow } from './permission-table.js';

/** The permission table as Markdown for `docs/permissions.md`; the same rows always give the same text. */
export const permissionsPage = (rows: readonly PermissionRow[]): string =>
  [
    '# Permissions',
    '',
    'Generated from the command and query declarations; do not edit. A role that is not listed is refused. `any` asks for the',
    "role alone; every other relation asks that the actor's organisation or region, for a trainee and an assessor the person",
    'alone, stands in it to the subject.',
    '',
    ...section('Commands', 'command', rows),
    ...section('Queries and subscriptions', 'query', rows),
  ].join('\n');

const section = (
  title: string,
  kind: PermissionRow['kind'],
  rows: readonly PermissionRow[],
): string[] => {
  const groups = Map.groupBy(
    rows.filter((row) => row.kind === kind),
    ({ name }) => name,
  );
  return [
    `## ${title}`,
    '',
    '| Name | Who (relation) | What |',
    '|---|---|---|',
    ...[...groups].map(([name, group]) => lineOf(name, group)),
    '',
  ];
};

const lineOf = (name: string, group: readonly PermissionRow[]): string => {
  const who = group.map(({ role, relation }) => `${role} (${relation})`).join(', ');
  const { zh = '', summary = '' } = group[0] ?? {};
  return `| \`${name}\` | ${cell(who)} | ${cell(`${zh} ${summary}`)} |`;
};

const cell = (text: string): string => text.replaceAll('|', '\\|').replaceAll('\n', ' ');
