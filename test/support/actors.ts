import type { PersonActor } from '#kernel';
import type { bundledPacks } from '#policy';

export const province: PersonActor = { user: 'province', role: 'province', region: '44' };
export const operator: PersonActor = {
  user: 'operator',
  role: 'operator',
  organization: '0b000000-0000-4000-8000-000000000001',
};

/** A word of the domain as GraphQL writes it: `level-assessment` is `LEVEL_ASSESSMENT`. */
export const shout = (word: string): string => word.replaceAll('-', '_').toUpperCase();

export type Pack = (typeof bundledPacks)[number];

/** A rule pack as the API takes it. */
export const packInput = (pack: Pack): object => ({
  ...pack,
  scheme: shout(pack.scheme),
  sources: pack.sources.map((source) => ({ ...source, mark: shout(source.mark) })),
});
