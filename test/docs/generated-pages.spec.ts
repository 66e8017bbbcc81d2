import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { membersOf } from '#event-store';
import { Figures } from '#kernel';
import { describe, expect, it } from '@jest/globals';
import { contexts } from '../../apps/worker/src/index.js';
import { allCodes, pages } from '../../infra/tooling/docs/pages.js';

const root = resolve(import.meta.dirname, '../..');
const made = pages(root, contexts);
const rowOf = (file: string, name: string) =>
  made[file]?.split('\n').filter((line) => line.startsWith(`| \`${name}\` |`)) ?? [];

describe('the generated pages', () => {
  it.each(Object.keys(made))('are what the code says; otherwise run npm run docs: %s', (file) => {
    const written = readFileSync(resolve(root, file), 'utf8');
    expect({ file, same: written === made[file] }).toEqual({ file, same: true });
  });
  it('name every kind of event once, with who records it and what it means', () => {
    const types = contexts.flatMap(({ deciders }) =>
      deciders.flatMap(({ events }) => membersOf(events).map((one) => one.shape.type.value)),
    );
    for (const type of types) {
      const [row, ...others] = rowOf('docs/events.md', type);
      const [, , fields, by, meaning] = row?.split(' | ').map((part) => part.trim()) ?? [];
      expect(others).toEqual([]);
      expect({ type, told: [fields, by].every(Boolean) && meaning !== '|' }).toEqual({
        type,
        told: true,
      });
    }
  });
  it('name every code once', () => {
    for (const code of allCodes(contexts))
      expect([code, rowOf('docs/refusals.md', code).length]).toEqual([code, 1]);
  });
  it('name for every rule a command that answers it', () => {
    const rules = (made['docs/refusals.md'] ?? '').split('## Of the rules')[1] ?? '';
    const idle = rules.split('\n').filter((line) => /^\| `E_.*\|\s+\|$/.test(line));
    expect(idle).toEqual([]);
  });
  it('name for every figure of the rule packs who reads it, or that nothing does', () => {
    const readers = Object.keys(Figures.shape).map((figure) => {
      const [row = '', ...others] = rowOf('docs/rules.md', figure);
      expect([figure, others]).toEqual([figure, []]);
      return [figure, row.split(' | ').at(-1)];
    });
    const told = Object.fromEntries(readers) as Record<string, string>;
    expect(told['approvalWorkingDays']).toBe('assessment |');
    expect(told['lateEntryDays']).toBe('event-store |');
    expect(told['siteTenureMinYears']).toBe('nothing yet |');
  });
});
