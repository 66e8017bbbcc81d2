import { execFile } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { apply, blocksOf, copyOfTree, fileOf } from './follow-page.js';

const page = readFileSync(resolve(import.meta.dirname, '../../docs/adding-an-event.md'), 'utf8');
const blocks = blocksOf(page);
const edits = blocks.filter((block) => fileOf(block) !== undefined);
const scripts = (...modules: readonly string[]) => [
  '--conditions=source',
  '--import',
  './infra/tooling/typescript.mjs',
  ...modules,
];

let tree: ReturnType<typeof copyOfTree>;
beforeAll(() => {
  tree = copyOfTree();
  writeFileSync(join(tree.at, 'tsconfig.product.json'), JSON.stringify(product));
}, 60_000);
afterAll(() => tree.remove());

const run = promisify(execFile);
/** What Node printed, and whether it ended well. */
const node = async (...words: readonly string[]): Promise<{ well: boolean; said: string }> => {
  try {
    const { stdout, stderr } = await run(process.execPath, words, { cwd: tree.at });
    return { well: true, said: stdout + stderr };
  } catch (error) {
    // A program that ended badly is an answer here; anything else has no output and is thrown on.
    const said = (error as { stdout?: unknown }).stdout;
    if (typeof said !== 'string') throw error;
    return { well: false, said };
  }
};
/** What the product is made of; how it is tested is not asked, so that the answer comes soon. */
const product = {
  extends: './tsconfig.json',
  compilerOptions: { incremental: true, tsBuildInfoFile: '.types' },
  include: ['apps/*/src', 'libs/*/src'],
  exclude: ['**/*.spec.ts', '**/*.int-spec.ts', '**/*.kafka-spec.ts'],
};
/** The files in which the compiler finds something to answer. */
const unanswered = async (): Promise<readonly string[]> => {
  const { said } = await node(
    'node_modules/typescript-native/bin/tsc',
    '-p',
    'tsconfig.product.json',
  );
  return [
    ...new Set([...said.matchAll(/^([^\s(]+\.ts)\(\d+,\d+\): error/gm)].map((one) => one[1] ?? '')),
  ];
};
const textOf = (file: string) => readFileSync(join(tree.at, file), 'utf8');

describe('docs/adding-an-event.md', () => {
  it('edits four files by hand at most', () => {
    expect(new Set(edits.map(fileOf)).size).toBeLessThanOrEqual(4);
  });
  it('names exactly the places that the compiler names after the first step', async () => {
    for (const block of edits.filter(({ section }) => section.startsWith('1.')))
      apply(tree.at, block);
    const told = blocks
      .find(({ info }) => info === 'compiler')
      ?.text.trim()
      .split('\n');
    expect([...(await unanswered())].sort()).toEqual(told?.sort());
  }, 120_000);
  it('leaves the compiler nothing to ask after the last', async () => {
    for (const block of edits.filter(({ section }) => !section.startsWith('1.')))
      apply(tree.at, block);
    expect(await unanswered()).toEqual([]);
  }, 120_000);
  it('adds the golden line by script and touches no other', async () => {
    const golden = 'libs/employment/src/events.golden.jsonl';
    const before = textOf(golden);
    expect(await node(...scripts('infra/tooling/golden.ts'))).toMatchObject({ well: true });
    expect(textOf(golden).startsWith(before)).toBe(true);
    const added = textOf(golden).slice(before.length).trim().split('\n');
    expect(added.map((line) => (JSON.parse(line) as { type: string }).type)).toEqual([
      'CareerReviewHeld',
    ]);
  }, 60_000);
  it('passes its own spec', async () => {
    const { well, said } = await node(
      ...['--experimental-vm-modules', 'node_modules/jest/bin/jest.js', 'career-review'],
      ...['-c', 'test/jest.config.mjs', '--selectProjects', 'pure'],
    );
    expect({ well, said }).toMatchObject({ well: true, said: expect.stringMatching(/3 passed/) });
  }, 60_000);
  it('brings mutation, permission, event and refusal into the generated pages', async () => {
    const written = [
      await node(...scripts('apps/gateway/src/print-schema.ts')),
      await node(...scripts('infra/tooling/docs/write.ts')),
    ];
    expect(written.map(({ well }) => well)).toEqual([true, true]);
    expect(textOf('docs/schema.graphql')).toMatch(/^  holdCareerReview\(/m);
    expect(textOf('docs/schema.graphql')).toMatch(/^input HoldCareerReviewInput/m);
    expect(textOf('docs/permissions.md')).toMatch(/^\| `HoldCareerReview` \|.*enterprise/m);
    expect(textOf('docs/events.md')).toMatch(/^\| `CareerReviewHeld` \|.*`HoldCareerReview`/m);
    expect(textOf('docs/refusals.md')).toMatch(/^\| `E_REVIEW_EARLY` \|.*`HoldCareerReview`/m);
  }, 60_000);
});
