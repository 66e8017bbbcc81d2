#!/usr/bin/env -S node --max-old-space-size=280 --max-semi-space-size=16
import { StartFailure } from '#process';
import { CommanderError } from 'commander';
import { CommandFailure, exitCodes, type ExitCode } from './exit-codes.js';
import { programFor } from './program.js';
import { SeedFailure } from './seed/seed-failure.js';

/** How the process ends, after the one line that a person gets to read. */
const exitCodeOf = (error: unknown): ExitCode => {
  if (error instanceof CommanderError)
    return error.exitCode === 0 ? exitCodes.done : exitCodes.usage;
  const message = error instanceof Error ? error.message : String(error);
  const known =
    error instanceof CommandFailure ||
    error instanceof StartFailure ||
    error instanceof SeedFailure;
  const line = known ? message : `Unexpected: ${message.split('\n')[0] ?? ''}`;
  process.stderr.write(`${line}\n`);
  // The trace is for whoever mends the program.
  if (!known && process.env['LOG_LEVEL'] === 'debug') console.error(error);
  return error instanceof CommandFailure ? error.exitCode : exitCodes.failed;
};

try {
  await programFor(process).parseAsync();
} catch (error) {
  process.exitCode = exitCodeOf(error);
  // What was interrupted would go on trying to reach a server that is gone.
  if (process.exitCode === exitCodes.interrupted) process.exit();
}
