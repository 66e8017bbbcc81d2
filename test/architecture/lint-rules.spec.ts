import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { relative } from 'node:path';
import { plant, type PlantedTree } from './planted-tree.js';

type Report = readonly {
  readonly filePath: string;
  readonly messages: readonly { readonly ruleId: string | null; readonly severity: number }[];
}[];

const pure = 'libs/training/src';
const lines = (count: number) =>
  Array.from({ length: count }, (_, index) => `export const a${index} = ${index};`).join('\n');

const breaches: readonly (readonly [rule: string, file: string, code: string])[] = [
  ['no-restricted-syntax', `${pure}/now.ts`, 'export const now = () => Date.now();'],
  ['no-restricted-syntax', `${pure}/paper/today.ts`, 'export const today = () => new Date();'],
  ['no-restricted-syntax', `${pure}/chance.ts`, 'export const chance = () => Math.random();'],
  ['no-restricted-syntax', `${pure}/id.ts`, 'export const id = () => crypto.randomUUID();'],
  ['no-restricted-syntax', 'libs/kernel/src/now.ts', 'export const now = () => Date.now();'],
  ['no-restricted-syntax', 'libs/postgres/src/named.ts', 'export default 1;'],
  ['max-lines', 'libs/postgres/src/long.ts', lines(301)],
  [
    'max-lines-per-function',
    'libs/postgres/src/long-function.ts',
    `export const long = () => {\n${'  process.cwd();\n'.repeat(41)}};`,
  ],
  [
    'max-params',
    'libs/postgres/src/many.ts',
    'export const many = (a: 1, b: 2, c: 3, d: 4, e: 5) => [a, b, c, d, e];',
  ],
  [
    '@typescript-eslint/consistent-type-imports',
    'libs/postgres/src/type-import.ts',
    `import { Pool } from 'pg'; export const of = (pool: Pool) => [pool];`,
  ],
  [
    '@typescript-eslint/no-explicit-any',
    'libs/postgres/src/any.ts',
    'export const any = (a: any) => [a as unknown];',
  ],
  [
    '@typescript-eslint/switch-exhaustiveness-check',
    'libs/postgres/src/default.ts',
    `export const of = (a: 'x' | 'y') => { switch (a) { case 'x': return 1; case 'y': return 2; default: return 3; } };`,
  ],
  [
    '@typescript-eslint/no-floating-promises',
    'libs/postgres/src/floating.ts',
    'export const go = () => { Promise.resolve(1); };',
  ],
  [
    '@typescript-eslint/ban-ts-comment',
    'libs/postgres/src/ignored.ts',
    '// @ts-ignore\nexport const a: number = 1;',
  ],
  [
    'skilltrace/say-so-when-swallowing',
    'libs/postgres/src/swallowed.ts',
    'export const go = () => { try { process.cwd(); } catch {} };',
  ],
  [
    'skilltrace/say-so-when-swallowing',
    'libs/postgres/src/swallowed-promise.ts',
    'export const go = async () => { await Promise.reject(new Error()).catch(() => undefined); };',
  ],
  [
    'no-console',
    'libs/postgres/src/switched-off.ts',
    '// eslint-disable-next-line no-console\nconsole.log(1);',
  ],
];

const allowed = {
  [`${pure}/parsed.ts`]: 'export const parsed = (text: string) => new Date(text);',
  [`${pure}/read/now.ts`]: 'export const now = () => Date.now();',
  [`${pure}/training.module.ts`]: 'export const id = () => crypto.randomUUID();',
  'libs/postgres/src/now.ts': 'export const now = () => new Date();',
  'libs/postgres/src/said.ts':
    'export const go = async () => {\n  // The other side may be gone already.\n  await Promise.reject(new Error()).catch(() => undefined);\n};',
  'apps/gateway/src/decorated.ts': `import { Injectable } from '@nestjs/common';\nimport { Reader } from './reader.js';\n@Injectable()\nexport class Trainees {\n  constructor(readonly reader: Reader) {}\n}`,
  'apps/gateway/src/reader.ts': 'export class Reader {\n  readonly name = 1;\n}',
};

describe('the lint rules', () => {
  let tree: PlantedTree;
  let found: Readonly<Record<string, readonly (string | null)[]>>;
  beforeAll(() => {
    tree = plant({
      ...allowed,
      ...Object.fromEntries(breaches.map(([, file, code]) => [file, code])),
    });
    const report = tree.ask(
      'eslint/bin/eslint.js',
      ...['-c', 'infra/tooling/eslint.config.mjs', '--format', 'json', 'libs', 'apps'],
    ) as Report;
    found = Object.fromEntries(
      report.map(({ filePath, messages }) => [
        relative(tree.directory, filePath),
        messages.filter(({ severity }) => severity === 2).map(({ ruleId }) => ruleId),
      ]),
    );
  }, 60_000);
  afterAll(() => tree.remove());

  it.each(breaches)('report %s in %s', (rule, file) => {
    expect(found[file]).toContain(rule);
  });

  it.each(Object.keys(allowed))('have nothing against %s', (file) => {
    expect(found[file]).toEqual([]);
  });
});
