// Closes a CI run with one plain line, and fails it for every test that failed or was left out: `node summary.ts RESULTS STATUS`.
import { readFileSync, readdirSync } from 'node:fs';
import { join, resolve } from 'node:path';

/** The part of Jest's JSON result that counts here. */
export interface JestResult {
  readonly success: boolean;
  readonly numPassedTests: number;
  readonly numFailedTests: number;
  readonly numPendingTests: number;
  readonly numTodoTests: number;
  readonly numTotalTests: number;
  readonly numRuntimeErrorTestSuites: number;
  readonly testResults: readonly { readonly name: string }[];
}

export interface Summary {
  /** One line each; empty when nothing was left out. */
  readonly complaints: readonly string[];
  readonly line: string;
  readonly passed: boolean;
}

/** Every file of tests under `directory`: one that Jest never met would otherwise be missed by nobody. */
export const specsOf = (directory: string): readonly string[] =>
  ['apps', 'libs', 'test'].flatMap((top) =>
    readdirSync(join(directory, top), { recursive: true, encoding: 'utf8' })
      .filter((name) => /\.(?:spec|int-spec|kafka-spec|helm-spec)\.ts$/.test(name))
      .map((name) => join(directory, top, name)),
  );

/** `status` is the exit code Jest ended with, `specs` the files it should have met. */
export const summarise = (
  result: JestResult,
  status: number,
  specs: readonly string[],
): Summary => {
  const met = new Set(result.testResults.map(({ name }) => name));
  const leftOut = result.numPendingTests + result.numTodoTests;
  const {
    numPassedTests: passed,
    numFailedTests: failed,
    numRuntimeErrorTestSuites: broken,
  } = result;
  const complaints = [
    ...specs.filter((spec) => !met.has(spec)).map((spec) => `${spec} was not run`),
    ...(leftOut > 0 ? [`${leftOut} tests were skipped or only planned`] : []),
    ...(broken > 0 ? [`${broken} files of tests could not be run`] : []),
    ...(result.numTotalTests === 0 ? ['there was not a single test'] : []),
    ...(status !== 0 && result.success ? [`jest ended with code ${status}`] : []),
  ];
  return {
    complaints,
    line: `${passed} passed, ${failed} failed`,
    passed: complaints.length === 0 && result.success && failed === 0,
  };
};

if (import.meta.main) {
  const [file = '', status] = process.argv.slice(2);
  const text = readFileSync(file, 'utf8');
  if (text === '') {
    console.error('jest ended before it had any result');
    process.exit(1);
  }
  const specs = specsOf(resolve(import.meta.dirname, '../..'));
  const { complaints, line, passed } = summarise(
    JSON.parse(text) as JestResult,
    Number(status),
    specs,
  );
  for (const complaint of complaints) console.error(complaint);
  console.log(line);
  process.exit(passed ? 0 : 1);
}
