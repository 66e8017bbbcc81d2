import { StoreUnavailable } from '#event-store';
import { mayPass } from '#postgres';
import { HttpException } from '@nestjs/common';
import { GraphQLError } from 'graphql';

/** The codes a client may meet in `errors[].extensions.code`, with the HTTP status each brings. */
export const failureStatus = {
  BAD_REQUEST: 400,
  BAD_USER_INPUT: 400,
  GRAPHQL_PARSE_FAILED: 400,
  GRAPHQL_VALIDATION_FAILED: 400,
  UNAUTHENTICATED: 401,
  FORBIDDEN: 403,
  NOT_FOUND: 404,
  PAYLOAD_TOO_LARGE: 413,
  UNSUPPORTED_MEDIA_TYPE: 415,
  INTERNAL_SERVER_ERROR: 500,
  STORE_UNAVAILABLE: 503,
  KEYS_UNAVAILABLE: 503,
  VIEW_BEHIND: 503,
} as const;
export type FailureCode = keyof typeof failureStatus;

/** A fault as the client sees it: one line, a code, a status, never a stack. */
export const failure = (code: FailureCode, message: string): GraphQLError =>
  new GraphQLError(oneLine(message), {
    extensions: { code, http: { status: failureStatus[code] } },
  });

export const storeDown = 'the store is out of reach; send the same again in a moment';
export const unexpected = 'something went wrong here; it is in the log';

/** The code for an HTTP status, for what Nest and Fastify refuse by themselves. */
export const codeFor = (status: number): FailureCode =>
  (Object.keys(failureStatus) as FailureCode[]).find((code) => failureStatus[code] === status) ??
  (status >= 400 && status < 500 ? 'BAD_REQUEST' : 'INTERNAL_SERVER_ERROR');

/** What a thrown value is to the client; `undefined` for what must be hidden and logged. */
export const knownFailure = (error: unknown): GraphQLError | undefined => {
  const root = rootOf(error);
  // Views and the vault are read without the store, and say in the driver's words that the database cannot serve now.
  if (root instanceof StoreUnavailable || mayPass(root))
    return failure('STORE_UNAVAILABLE', storeDown);
  if (root instanceof HttpException && root.getStatus() < 500) {
    return failure(codeFor(root.getStatus()), root.message);
  }
  if (!(root instanceof GraphQLError)) return undefined;
  // The outermost says where: `Variable "$i" got invalid value … at "i.on"`.
  return error instanceof GraphQLError ? error : root;
};

/** What was thrown first, under however many located GraphQL errors. */
export const rootOf = (error: unknown): unknown =>
  error instanceof GraphQLError && error.originalError ? rootOf(error.originalError) : error;

const longest = { head: 150, tail: 300 } as const;

/** One line of bounded length. What a client sent may be echoed in the middle; what and where it was stands at the ends. */
export const oneLine = (message: string): string => {
  const line = message.replaceAll(/\s+/g, ' ').trim();
  if (line.length <= longest.head + longest.tail) return line;
  return `${line.slice(0, longest.head)} … ${line.slice(-longest.tail)}`;
};
