import { describe, expect, it } from '@jest/globals';
import { join, resolve } from 'node:path';
import { specsOf, summarise, type JestResult } from '../../infra/tooling/summary.js';

const good: JestResult = {
  success: true,
  numPassedTests: 2,
  numFailedTests: 0,
  numPendingTests: 0,
  numTodoTests: 0,
  numTotalTests: 2,
  numRuntimeErrorTestSuites: 0,
  testResults: [{ name: '/a.spec.ts' }, { name: '/b.int-spec.ts' }],
};
const specs = ['/a.spec.ts', '/b.int-spec.ts'];

describe('the summary of a CI run', () => {
  it('closes with one plain line', () => {
    expect(summarise(good, 0, specs)).toEqual({
      complaints: [],
      line: '2 passed, 0 failed',
      passed: true,
    });
  });

  it.each([
    ['a failed test', { numFailedTests: 1, success: false }, 1],
    ['a skipped test', { numPendingTests: 1 }, 0],
    ['a test that is only planned', { numTodoTests: 1 }, 0],
    ['a file that could not be run', { numRuntimeErrorTestSuites: 1, success: false }, 1],
    ['a file that was not met', { testResults: [{ name: '/a.spec.ts' }] }, 0],
    ['no test at all', { numTotalTests: 0, numPassedTests: 0 }, 0],
    ['an exit code that disagrees', {}, 1],
  ] as const)('does not pass %s', (_, change, status) => {
    expect(summarise({ ...good, ...change }, status, specs).passed).toBe(false);
  });

  it('finds every kind of spec in the folders', () => {
    const root = resolve(import.meta.dirname, '../..');
    const found = specsOf(root);
    expect(found).toContain(join(root, 'test/architecture/ci-summary.spec.ts'));
    expect(found).toContain(join(root, 'test/support/database.int-spec.ts'));
    expect(found).toContain(join(root, 'test/support/kafka/cluster.kafka-spec.ts'));
    expect(found).toContain(join(root, 'test/deployment/chart.helm-spec.ts'));
  });
});
