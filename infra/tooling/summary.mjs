// Closes a CI run with one plain line, and fails it for every test that failed or was left out. Called as `summary.mjs RESULTS STATUS`.
import { readFileSync, readdirSync } from 'node:fs';
import { join, resolve } from 'node:path';

const root = resolve(import.meta.dirname, '../..');

/** Every spec file of the project: one that Jest never met would otherwise be missed by nobody. */
export const specsOf = (directory) =>
  ['apps', 'libs', 'test'].flatMap((top) =>
    readdirSync(join(directory, top), { recursive: true })
      .filter((name) => /\.(?:spec|int-spec)\.ts$/.test(name))
      .map((name) => join(directory, top, name)),
  );

/** What Jest's JSON result amounts to; `complaints` is empty when the run may pass. */
export const summarise = (result, status, specs) => {
  const met = new Set(result.testResults.map(({ name }) => name));
  const leftOut = result.numPendingTests + result.numTodoTests;
  const complaints = [
    ...specs.filter((spec) => !met.has(spec)).map((spec) => `${spec} was not run`),
    ...(leftOut > 0 ? [`${leftOut} tests were skipped or only planned`] : []),
    ...(result.numRuntimeErrorTestSuites > 0
      ? [`${result.numRuntimeErrorTestSuites} files of tests could not be run`]
      : []),
    ...(result.numTotalTests === 0 ? ['there was not a single test'] : []),
    ...(status !== 0 && result.success ? [`jest ended with code ${status}`] : []),
  ];
  return {
    complaints,
    line: `${result.numPassedTests} passed, ${result.numFailedTests} failed`,
    passed: complaints.length === 0 && result.success && result.numFailedTests === 0,
  };
};

if (import.meta.main) {
  const [file, status] = process.argv.slice(2);
  const text = readFileSync(file, 'utf8');
  if (text === '') {
    console.error('jest ended before it had any result');
    console.log('0 passed, 1 failed');
    process.exit(1);
  }
  const { complaints, line, passed } = summarise(JSON.parse(text), Number(status), specsOf(root));
  for (const complaint of complaints) console.error(complaint);
  console.log(line);
  process.exit(passed ? 0 : 1);
}
