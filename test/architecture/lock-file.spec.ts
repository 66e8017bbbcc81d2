import { describe, expect, it } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { missingFrom, type Lock } from '../../infra/tooling/complete-lock.js';

const lock = JSON.parse(
  readFileSync(resolve(import.meta.dirname, '../../package-lock.json'), 'utf8'),
) as Lock;

describe('the lock file', () => {
  it('names the packages of every platform, or npm ci refuses it (node infra/tooling/complete-lock.ts)', () => {
    expect(missingFrom(lock)).toEqual([]);
  });

  it('would be found wanting without one of them', () => {
    const { ['node_modules/@swc/core-linux-x64-musl']: gone, ...packages } = lock.packages;
    expect(gone?.version).toMatch(/^\d/);
    expect(missingFrom({ packages }).map(({ name }) => name)).toEqual(['@swc/core-linux-x64-musl']);
  });

  it('ties nobody to one registry', () => {
    expect(Object.entries(lock.packages).filter(([, entry]) => 'resolved' in entry)).toEqual([]);
  });
});
