import type {
  DeleteReq,
  DeleteResp as DeleteAnswer,
  TombstoneReq,
  TombstoneResp as TombstoneAnswer,
} from '@eventstore/db-client/generated/streams_pb.js';
import type { sendUnaryData, ServerUnaryCall } from '@grpc/grpc-js';
import { refused, type Admission } from './admission.js';
import { expectedOf, nameOf } from './append-calls.js';
import { DeleteResp, TombstoneResp } from './protocol.js';
import { streamDeleted, wrongExpectedVersion } from './refusals.js';
import type { Writes, Written } from './writes.js';

interface Bench {
  readonly writes: Writes;
  readonly admission: Admission;
}

export const deleteStream =
  ({ writes, admission }: Bench) =>
  (call: ServerUnaryCall<DeleteReq, DeleteAnswer>, done: sendUnaryData<DeleteAnswer>): void => {
    const { stream, expected } = asked(call.request);
    const refusal = refused(admission, call.metadata);
    const written = refusal ? undefined : writes.delete(stream, expected);
    const error = refusal ?? errorOf(stream, String(expected), written);
    if (error || written?.kind !== 'success') return done(error ?? null);
    const place = new DeleteResp.Position();
    place.setCommitPosition(String(written.position)).setPreparePosition(String(written.position));
    done(null, new DeleteResp().setPosition(place));
  };

export const tombstoneStream =
  ({ writes, admission }: Bench) =>
  (
    call: ServerUnaryCall<TombstoneReq, TombstoneAnswer>,
    done: sendUnaryData<TombstoneAnswer>,
  ): void => {
    const { stream, expected } = asked(call.request);
    const refusal = refused(admission, call.metadata);
    const written = refusal ? undefined : writes.tombstone(stream, expected);
    const error = refusal ?? errorOf(stream, String(expected), written);
    if (error || written?.kind !== 'success') return done(error ?? null);
    const place = new TombstoneResp.Position();
    place.setCommitPosition(String(written.position)).setPreparePosition(String(written.position));
    done(null, new TombstoneResp().setPosition(place));
  };

const asked = (request: DeleteReq | TombstoneReq) => {
  const options = request.getOptions();
  const revision = options?.hasRevision() ? options.getRevision() : undefined;
  return { stream: nameOf(options), expected: expectedOf(options, revision) };
};

const errorOf = (stream: string, expected: string, written: Written | undefined) => {
  if (written?.kind === 'stream-deleted') return streamDeleted(stream);
  if (written?.kind === 'wrong-expected-version')
    return wrongExpectedVersion(stream, expected, written.current);
  return undefined;
};
