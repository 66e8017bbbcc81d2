import { Metadata, status, type ServiceError } from '@grpc/grpc-js';

/** An error as EventStoreDB answers it: a code, and trailers that say which exception it was. */
export const refusal = (
  code: status,
  details: string,
  trailers: Readonly<Record<string, string>>,
): ServiceError => {
  const metadata = new Metadata();
  for (const [name, value] of Object.entries(trailers)) metadata.set(name, value);
  return Object.assign(new Error(details), { code, details, metadata });
};

export const streamDeleted = (stream: string): ServiceError =>
  refusal(status.FAILED_PRECONDITION, `Event stream '${stream}' is deleted.`, {
    exception: 'stream-deleted',
    'stream-name': stream,
  });

export const wrongExpectedVersion = (
  stream: string,
  expected: string,
  current: number,
): ServiceError =>
  refusal(
    status.FAILED_PRECONDITION,
    `Append failed due to WrongExpectedVersion. Stream: ${stream}, Expected version: ${expected}, Actual version: ${String(current)}`,
    {
      exception: 'wrong-expected-version',
      'stream-name': stream,
      'expected-version': expected,
      ...(current >= 0 && { 'actual-version': String(current) }),
    },
  );

export const accessDenied = (): ServiceError =>
  refusal(status.UNAUTHENTICATED, 'Access Denied', { exception: 'access-denied' });

export const notLeader = ({ host, port }: { host: string; port: number }): ServiceError =>
  refusal(status.NOT_FOUND, 'Leader info available', {
    exception: 'not-leader',
    'leader-endpoint-host': host,
    'leader-endpoint-port': String(port),
  });

export const badRequest = (details: string): ServiceError =>
  refusal(status.INVALID_ARGUMENT, details, {});
