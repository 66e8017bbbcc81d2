import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createRequire } from 'node:module';
import { plant } from './planted-tree.js';

interface Cruise {
  readonly summary: {
    readonly violations: readonly {
      readonly rule: { readonly name: string };
      readonly from: string;
    }[];
  };
}

/** A small project that keeps every rule, in every way the rules allow. */
const sound = {
  'libs/kernel/src/index.ts': `export * from './day.js';`,
  'libs/kernel/src/day.ts': `import { z } from 'zod'; import days from 'chinese-days'; export const day = [z, days];`,
  'libs/postgres/src/index.ts': `import pg from 'pg'; export const pool = pg;`,
  'libs/event-store/src/index.ts': `import { day } from '#kernel'; import { pool } from '#postgres'; export const store = [day, pool];`,
  'libs/policy/src/events.ts': `import { z } from 'zod'; export const PackPublished = z;`,
  'libs/policy/src/index.ts': `export * from './events.js';`,
  'libs/training/src/events.ts': `import { day } from '#kernel'; export const HoursLogged = day;`,
  'libs/training/src/hours.ts': `import { PackPublished } from '#policy/events'; import { HoursLogged } from './events.js'; export const hours = [HoursLogged, PackPublished];`,
  'libs/training/src/paper/signing.ts': `import { HoursLogged } from '../events.js'; export const signing = HoursLogged;`,
  'libs/training/src/hours.spec.ts': `import { readFileSync } from 'node:fs'; import { hours } from './hours.js'; export default [hours, readFileSync];`,
  'libs/training/src/read/hours-by-day.ts': `import { HoursLogged } from '../events.js'; import { store } from '#event-store'; export const view = [HoursLogged, store];`,
  'libs/training/src/react/when-held-then-log.ts': `import { hours } from '../hours.js'; export const reaction = hours;`,
  'libs/training/src/training.module.ts': `import { Module } from '@nestjs/common'; import { view } from './read/hours-by-day.js'; export const module = [Module, view];`,
  'libs/training/src/index.ts': `export * from './training.module.js';`,
  'apps/gateway/src/main.ts': `import { graphql } from 'graphql'; import { module } from '#training'; import { HoursLogged } from '#training/events'; export const main = [graphql, module, HoursLogged];`,
  'test/support/verbs.ts': `export const verbs = 1;`,
};

/** Rule → the file that breaks it, and how. */
const breaches: Readonly<Record<string, readonly (readonly [file: string, source: string])[]>> = {
  'no-cycles': [
    ['libs/training/src/one.ts', `import { two } from './two.js'; export const one = () => two;`],
    ['libs/training/src/two.ts', `import { one } from './one.js'; export const two = () => one;`],
  ],
  'everything-resolves': [['libs/postgres/src/lost.ts', `import '#nowhere';`]],
  'libs-never-import-apps': [
    ['libs/postgres/src/upward.ts', `import '../../../apps/gateway/src/main.js';`],
  ],
  'kernel-stands-alone': [
    ['libs/kernel/src/clock.ts', `import 'node:perf_hooks';`],
    ['libs/kernel/src/driver.ts', `import 'pg';`],
    ['libs/kernel/src/sideways.ts', `import '#postgres';`],
  ],
  'platform-knows-no-context': [
    ['libs/event-store/src/knowing.ts', `import '#training/events';`],
    ['libs/kernel/src/knowing.ts', `import type {} from '#training/events';`],
  ],
  'aggregates-are-pure': [
    ['libs/training/src/with-database.ts', `import 'pg';`],
    ['libs/training/src/with-node.ts', `import 'node:crypto';`],
    ['libs/training/src/with-store.ts', `import '#event-store';`],
    ['libs/training/src/paper/with-nest.ts', `import '@nestjs/common';`],
    ['libs/training/src/with-read.ts', `import './read/hours-by-day.js';`],
    ['libs/training/src/with-react.ts', `import type {} from './react/when-held-then-log.js';`],
    ['libs/newcomer/src/with-store.ts', `import '#event-store';`],
  ],
  'contexts-meet-only-in-events': [
    ['libs/policy/src/read/by-the-index.ts', `import '#training';`],
    ['libs/policy/src/read/by-the-cellar.ts', `import '../../../training/src/hours.js';`],
  ],
  'no-graphql-below-the-gateway': [
    ['libs/event-store/src/schema.ts', `import 'graphql';`],
    ['libs/training/src/read/resolver.ts', `import '@nestjs/graphql';`],
    ['libs/training/src/read/server.ts', `import 'graphql-yoga';`],
  ],
  'read-does-not-decide': [['libs/training/src/read/deciding.ts', `import '../hours.js';`]],
  'apps-enter-by-the-front-door': [
    ['apps/gateway/src/cellar.ts', `import '../../../libs/training/src/hours.js';`],
  ],
  'one-client-of-eventstoredb': [
    ['libs/event-store/src/other-client.ts', `import '@kurrent/kurrentdb-client';`],
  ],
  'tests-stay-outside': [
    ['apps/gateway/src/propped.ts', `import '../../../test/support/verbs.js';`],
    ['libs/training/src/read/leaning.ts', `import '../hours.spec.js';`],
  ],
};

const cruise = (files: Readonly<Record<string, string>>) => {
  const tree = plant(files);
  try {
    const found = tree.ask(
      'dependency-cruiser/bin/dependency-cruise.mjs',
      ...['--config', 'infra/tooling/dependency-cruiser.cjs', '--output-type', 'json'],
      ...['apps', 'libs', 'test'],
    ) as Cruise;
    return found.summary.violations.map(({ rule, from }) => `${rule.name}: ${from}`);
  } finally {
    tree.remove();
  }
};

describe('the import rules', () => {
  const planted = Object.entries(breaches).flatMap(([rule, files]) =>
    files.map(([file, source]) => ({ rule, file, source })),
  );
  let found: readonly string[];
  beforeAll(() => {
    found = cruise({
      ...sound,
      ...Object.fromEntries(planted.map(({ file, source }) => [file, source])),
    });
  });
  afterAll(() => {
    found = [];
  });

  it('let a sound project pass', () => {
    expect(cruise(sound)).toEqual([]);
  });

  it.each(planted)('report $file by $rule', ({ rule, file }) => {
    const inCycle = rule === 'no-cycles' ? /libs\/training\/src\/(?:one|two)\.ts/ : undefined;
    if (inCycle)
      expect(found.some((line) => line.startsWith(rule) && inCycle.test(line))).toBe(true);
    else expect(found).toContain(`${rule}: ${file}`);
  });

  it('are each proved by a breach', () => {
    const config = createRequire(import.meta.url)('../../infra/tooling/dependency-cruiser.cjs') as {
      forbidden: readonly { name: string }[];
    };
    expect(Object.keys(breaches).sort()).toEqual(config.forbidden.map(({ name }) => name).sort());
  });

  it('report nothing but what was planted', () => {
    const files = new Set(planted.map(({ file }) => file));
    expect(found.filter((line) => !files.has(line.slice(line.indexOf(': ') + 2)))).toEqual([]);
  });
});
