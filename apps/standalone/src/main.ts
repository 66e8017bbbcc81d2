import { StartFailure } from '#process';
import { runStandalone } from './standalone.js';

const stop = new AbortController();
let exitCode = 0;

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
  process.on(signal, () => stop.abort());

// Nothing may be half done when the program is at fault: the server is stopped as for any other end.
process.on('uncaughtException', (error) => {
  console.error(error);
  exitCode = 1;
  stop.abort();
});

try {
  await runStandalone(process.env, (line) => console.log(line), stop.signal);
} catch (error) {
  console.error(error instanceof StartFailure ? error.message : error);
  exitCode = 1;
}
process.exit(exitCode);
