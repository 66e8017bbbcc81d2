import { describe, expect, it } from '@jest/globals';
import { command, decider, event, type BoundedContext } from '#kernel';
import { z } from 'zod';
import { permissionTable } from './permission-table.js';
import { permissionsPage } from './permissions-page.js';
import { allowing, query } from './query.js';

const OpenDoor = command(
  'OpenDoor',
  { summary: 'Open the door.', zh: '开门。', allow: { enterprise: 'keeper', province: 'any' } },
  { door: z.uuid() },
);
const DoorOpened = event('DoorOpened', { door: z.uuid() });
const door = decider({
  category: 'door',
  commands: OpenDoor,
  events: DoorOpened,
  refusals: {},
  initial: {},
  creators: ['OpenDoor'],
  streamOf: ({ data }) => data.door,
  parties: () => ({}),
  decide: ({ data }) => [{ type: 'DoorOpened' as const, data }],
  evolve: (state) => state,
  subjects: () => [],
});
const context: BoundedContext = { name: 'house', deciders: [door], projections: [], reactions: [] };
const doors = query('doors', {
  summary: 'All | doors.',
  zh: '门。',
  allow: allowing('any', 'province'),
});

describe('the permission table', () => {
  it('has one row per command or query and role, a chain owner beside the enterprise', () => {
    const rows = permissionTable([context], [doors]).map(({ kind, name, role, relation }) =>
      [kind, name, role, relation].join(' '),
    );
    expect(rows).toEqual([
      'command OpenDoor chain-owner keeper',
      'command OpenDoor enterprise keeper',
      'command OpenDoor province any',
      'query doors province any',
    ]);
  });
  it('has one row for each of several relations that a role may have', () => {
    const either = query('keys', {
      ...{ summary: 'Keys.', zh: '钥匙。', allow: allowing(['maker', 'keeper'], 'enterprise') },
    });
    const rows = permissionTable([], [either]).map(({ role, relation }) => [role, relation]);
    expect(rows).toEqual([
      ['chain-owner', 'maker'],
      ['chain-owner', 'keeper'],
      ['enterprise', 'maker'],
      ['enterprise', 'keeper'],
    ]);
  });
  it('refuses two of one name, and a query for nobody', () => {
    expect(() => permissionTable([context, context], [])).toThrow(
      'two commands are called OpenDoor',
    );
    expect(() => permissionTable([], [doors, doors])).toThrow('two queries are called doors');
    expect(() => query('dead', { summary: '', zh: '', allow: {} })).toThrow('nobody');
  });
  it('becomes a page that says who may what in both languages', () => {
    const page = permissionsPage(permissionTable([context], [doors]));
    expect(page).toContain(
      '| `OpenDoor` | chain-owner (keeper), enterprise (keeper), province (any) | 开门。 Open the door. |',
    );
    expect(page).toContain('All \\| doors.');
  });
});
