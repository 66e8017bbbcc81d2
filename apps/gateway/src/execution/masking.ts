import { GraphQLError } from 'graphql';
import type { Logger } from 'pino';
import { failure, knownFailure, oneLine, rootOf, unexpected } from './failures.js';

/** Hides what clients must not see and keeps it for the log, without the words of the error: they may hold what was sent. */
export const maskWith =
  (log: Logger) =>
  (error: unknown): GraphQLError => {
    const known = knownFailure(error) ?? hidden(error, log);
    if (!(error instanceof GraphQLError)) return known;
    return new GraphQLError(oneLine(known.message), {
      ...(error.nodes && { nodes: error.nodes }),
      ...(error.source && { source: error.source }),
      ...(error.positions && { positions: error.positions }),
      ...(error.path && { path: error.path }),
      extensions: known.extensions,
    });
  };

const hidden = (error: unknown, log: Logger): GraphQLError => {
  const root = rootOf(error);
  log.error(tracesOf(root), 'a resolver failed');
  return failure('INTERNAL_SERVER_ERROR', unexpected);
};

/** Where and what kind, never the message. */
export const tracesOf = (error: unknown): Readonly<Record<string, unknown>> => {
  if (!(error instanceof Error)) return { thrown: typeof error };
  const frames = (error.stack ?? '').split('\n').filter((line) => /^\s+at /.test(line));
  const code: unknown = 'code' in error ? error.code : undefined;
  return { error: error.name, code, frames: frames.slice(0, 12).map((frame) => frame.trim()) };
};
