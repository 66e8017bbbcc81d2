// docs/rules.md from the schema of the figures, the bundled packs and the sources that read them.
import { Figures } from '#kernel';
import { bundledPacks } from '#policy';
import { z } from 'zod';
import { relative, sep } from 'node:path';
import { sourcesUnder } from './sources.js';

export const rulesPage = (root: string): string => {
  const names = Object.keys(Figures.shape).sort();
  const readers = readersOf(root, names);
  return [
    '# Rules',
    '',
    'Generated from the schema of the figures, the bundled rule packs and the sources of the deciders by `npm run docs`; do not edit.',
    'Every figure stands in every bundled pack with its provenance. `null` means that the rule is off there. A figure that nothing',
    'reads yet is kept so that the rule, once it is written, finds it dated and sourced: until then it decides nothing.',
    '',
    ...bundledPacks.flatMap((pack, index) => [
      `${index + 1}. ${pack.title}: \`${pack.jurisdiction}/${pack.scheme}\`, edition ${pack.edition}, from ${pack.effectiveFrom}`,
    ]),
    '',
    '| Figure | Meaning | Value in packs | Provenance | Read by |',
    '|---|---|---|---|---|',
    ...names.map((name) =>
      [
        `| \`${name}\``,
        meaningOf(Figures.shape[name as keyof typeof Figures.shape]),
        distinct((pack) => JSON.stringify(pack.figures[name as keyof Figures])),
        distinct((pack) => sourceOf(pack, name)),
        `${readers.get(name)?.join(', ') ?? 'nothing yet'} |`,
      ].join(' | '),
    ),
    '',
  ].join('\n');
};

/** What a later edition may leave out is described inside. */
const meaningOf = (figure: z.ZodType): string =>
  figure.description ??
  (figure instanceof z.ZodOptional ? meaningOf(figure.unwrap() as z.ZodType) : '');

type Pack = (typeof bundledPacks)[number];

/** What the packs say, once where they agree, else each with the numbers of the packs that say it. */
const distinct = (say: (pack: Pack) => string): string => {
  const said = Map.groupBy(bundledPacks.keys(), (index) => say(bundledPacks[index]!));
  const values = [...said].map(([value, packs]) =>
    said.size === 1 ? value : `${packs.map((index) => index + 1).join(', ')}: ${value}`,
  );
  return values.join('<br>').replaceAll('|', '\\|');
};

const sourceOf = ({ sources }: Pack, name: string): string => {
  const found = sources.find(({ figure }) => figure === name);
  return found ? `${found.mark}: ${found.source}` : '';
};

/** The libraries whose deciders name a figure, the kernel that declares and the packs that hold them left out. */
const readersOf = (root: string, names: readonly string[]): ReadonlyMap<string, string[]> => {
  const found = new Map<string, string[]>();
  for (const { path, tree } of sourcesUnder(root).values()) {
    const library = relative(root, path).split(sep)[1] ?? '';
    if (library === 'kernel' || library === 'policy') continue;
    for (const name of names) {
      const known = found.get(name) ?? [];
      if (!known.includes(library) && new RegExp(`\\b${name}\\b`).test(tree.text))
        found.set(name, [...known, library]);
    }
  }
  return found;
};
