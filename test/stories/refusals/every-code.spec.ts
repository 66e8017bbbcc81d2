import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { kernelRefusals } from '#kernel';
import { contexts } from '../../../apps/worker/src/contexts.js';
import { tables } from './tables.js';

/** Left for later by the first release: subsidies and the registers they need. */
const later = ['E_ALREADY_SUBSIDISED', 'E_ONCE', 'E_NOT_SME', 'E_STAFF'];
/** Needs a rival at each of forty attempts: it has a spec of its own beside the tables. */
const apart = { E_BUSY: 'busy.int-spec.ts' } as const;

const declared = new Set([
  ...Object.keys(kernelRefusals),
  ...contexts.flatMap(({ deciders }) => deciders.flatMap(({ refusals }) => Object.keys(refusals))),
]);
const rows = Object.values(tables).flat();
const produced = new Set([...rows.map(({ code }) => code), ...Object.keys(apart)]);
const specs = readdirSync(import.meta.dirname).filter((file) => file.endsWith('.int-spec.ts'));
const textOf = (file: string) => readFileSync(`${import.meta.dirname}/${file}`, 'utf8');

describe('the refusals', () => {
  it('are each produced through GraphQL', () => {
    expect([...declared].filter((code) => !produced.has(code))).toEqual([]);
  });
  it('are each declared, with the clause that the answer has to name', () => {
    const books = [kernelRefusals, ...contexts.flatMap((c) => c.deciders.map((d) => d.refusals))];
    const clausesOf = (code: string) =>
      books.map((book) => (book as Record<string, { clause: string } | undefined>)[code]?.clause);
    const wrong = rows.filter(({ code, clause }) => !clausesOf(code).includes(clause));
    expect(wrong).toEqual([]);
    expect(later.filter((code) => declared.has(code))).toEqual([]);
  });
  it('are run: each table has its spec, and each has rows that say different things', () => {
    for (const [name, table] of Object.entries(tables)) {
      const runs = specs.filter((file) => textOf(file).includes(`describeRefusals('${name}')`));
      expect({ name, runs: runs.length }).toEqual({ name, runs: 1 });
      expect(new Set(table.map(({ code, says }) => code + says)).size).toBe(table.length);
    }
    for (const [code, file] of Object.entries(apart)) expect(textOf(file)).toContain(code);
  });
});
