import { describe, expect, it } from '@jest/globals';
import { readdirSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { contexts } from '../../apps/worker/src/contexts.js';

const root = resolve(import.meta.dirname, '../..');
const rules = readFileSync(resolve(root, 'infra/tooling/dependency-cruiser.cjs'), 'utf8');
const platform = (/'\(\?:((?:[a-z-]+\|?)+)\)'/.exec(rules)?.[1] ?? '').split('|');
const folders = readdirSync(resolve(root, 'libs'), { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map(({ name }) => name);

describe('the list of contexts', () => {
  it('names every folder under libs that is not platform, and nothing else', () => {
    const expected = folders.filter((name) => !platform.includes(name)).sort();
    expect(contexts.map(({ name }) => name).sort()).toEqual(expected);
  });

  it('stands beside a list of platform folders that the import rules share', () => {
    expect(platform).toEqual(expect.arrayContaining(['kernel', 'event-store', 'postgres']));
  });
});
