import { anyRelation, related } from '#identity';
import type { Allow, Parties, PersonActor, Role } from '#kernel';
import { beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { journey } from '../properties/journey.js';
import { trial } from '../properties/noise.js';
import { Tally } from '../properties/tally.js';
import { World } from '../properties/world.js';
import { sendable, table } from './everyone.js';

// Whole paths are walked with nobody asked who they are. Of every command that made events on the way, those who stood in a
// relation to it are noted, as the decider told them; then the table is asked about a stranger and about each of them.
interface Seen {
  readonly allow: Allow;
  readonly parties: Parties;
}
const seen = new Map<string, Seen[]>();
const [walks, trials] = [25, 12];

beforeAll(async () => {
  const taken = (command: string, allow: Allow, parties: Parties) => {
    const known = seen.get(command) ?? [];
    seen.set(command, known);
    known.push({ allow, parties });
  };
  const walk = async (choose: fc.GeneratorValue) => {
    const world = new World(choose, new Tally(), taken);
    const cast = await journey(world);
    for (const decider of world.engine.deciders.values())
      for (let round = 0; round < trials; round += 1) await trial(world, cast, decider);
  };
  await fc.assert(fc.asyncProperty(fc.gen(), walk), {
    ...{ numRuns: walks, endOnFailure: true, seed: 20_260_302 },
  });
}, 120_000);

const stranger = (role: Role): PersonActor => ({
  ...{ user: 'stranger', role, region: '65' },
  organization: '00000000-0000-4000-8000-000000000001',
  person: '00000000-0000-4000-8000-000000000002',
});
/** Someone of that role who is, or works at, or is competent for, what stands in the relation. */
const relative = (role: Role, id: string): PersonActor => ({
  ...{ user: 'relative', role },
  ...(/^\d+$/.test(id) ? { region: id } : { organization: id, person: id }),
});

const rows = table.filter(({ kind, relation }) => kind === 'command' && relation !== anyRelation);

/** Sheets have no subject of their own: each of their lines is asked about as the command it is. */
const sheets = new Set(
  sendable.filter(({ category }) => category === undefined).map(({ name }) => name),
);

describe('a relation that the table asks for', () => {
  it.each(rows.filter(({ name }) => !sheets.has(name)))(
    'keeps strangers from $name, and lets in $role ($relation)',
    ({ name, role, relation }) => {
      const taken = (seen.get(name) ?? []).flatMap(({ allow, parties }) => {
        const ids = [parties[relation] ?? []].flat().filter((id) => id !== '');
        return ids.length > 0 ? [{ allow, parties, id: ids[0]! }] : [];
      });
      expect(taken.length).toBeGreaterThan(0);
      for (const { allow, parties, id } of taken) {
        expect(related(allow, relative(role, id), parties)).toBe(true);
        expect(related(allow, stranger(role), parties)).toBe(false);
      }
    },
  );
});
