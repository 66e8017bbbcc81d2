import type { AppendReq, BatchAppendReq } from '@eventstore/db-client/generated/streams_pb.js';
import type { sendUnaryData, ServerDuplexStream, ServerReadableStream } from '@grpc/grpc-js';
import type {
  AppendResp as AppendAnswer,
  BatchAppendResp as BatchAnswer,
} from '@eventstore/db-client/generated/streams_pb.js';
import { refused, type Admission } from './admission.js';
import { batchFailure, batchSuccess, singleFailure, singleSuccess } from './append-answers.js';
import { badRequest, streamDeleted } from './refusals.js';
import type { Expected, Proposed, Writes } from './writes.js';

const mostBytesByDefault = 1024 * 1024;
const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

/** What the server does not write, and answers so. */
export interface AppendLimits {
  /** Of all data and metadata of one append; default as the real server has it. */
  readonly mostBytes?: number | undefined;
  /** Whether the server has no time left for an append that begins with this event, as one with too much to do has. */
  readonly isOutOfTime?: ((eventId: string) => boolean) | undefined;
}

interface Bench {
  readonly writes: Writes;
  readonly admission: Admission;
  readonly limits: AppendLimits;
}

/** `Append`: one stream of messages is one append. */
export const append =
  ({ writes, admission }: Pick<Bench, 'writes' | 'admission'>) =>
  (
    call: ServerReadableStream<AppendReq, AppendAnswer>,
    done: sendUnaryData<AppendAnswer>,
  ): void => {
    const refusal = refused(admission, call.metadata);
    if (refusal) return done(refusal);
    let options: AppendReq.Options | undefined;
    const events: Proposed[] = [];
    call.on('data', (message: AppendReq) => {
      options = message.getOptions() ?? options;
      const proposed = message.getProposedMessage();
      if (proposed) events.push(proposedFrom(proposed));
    });
    call.on('end', () => {
      const stream = nameOf(options);
      const expected = expectedOf(
        options,
        options?.hasRevision() ? options.getRevision() : undefined,
      );
      if (!options || events.some(({ id }) => !uuid.test(id)))
        return done(badRequest('bad append'));
      const written = writes.append(stream, expected, events);
      if (written.kind === 'stream-deleted') return done(streamDeleted(stream));
      done(
        null,
        written.kind === 'success' ? singleSuccess(written) : singleFailure(expected, written),
      );
    });
  };

interface Batch {
  readonly options: BatchAppendReq.Options;
  readonly events: Proposed[];
  bytes: number;
}

/** `BatchAppend`: many appends on one call, each under its correlation id, answered as they are done. */
export const batchAppend =
  ({ writes, admission, limits }: Bench) =>
  (call: ServerDuplexStream<BatchAppendReq, BatchAnswer>): void => {
    const refusal = refused(admission, call.metadata);
    if (refusal) {
      call.emit('error', refusal);
      return;
    }
    const open = new Map<string, Batch>();
    call.on('data', (message: BatchAppendReq) => {
      const correlation = message.getCorrelationId()?.getString() ?? '';
      const options = message.getOptions();
      if (options) open.set(correlation, { options, events: [], bytes: 0 });
      const batch = open.get(correlation);
      if (!batch) return;
      for (const proposed of message.getProposedMessagesList()) take(batch, proposed);
      if (!message.getIsFinal()) return;
      open.delete(correlation);
      call.write(concluded({ writes, limits }, correlation, batch));
    });
    call.on('end', () => call.end());
  };

const take = (batch: Batch, message: BatchAppendReq.ProposedMessage): void => {
  const event = proposedFrom(message);
  batch.events.push(event);
  batch.bytes += event.data.length + event.metadata.length;
};

const concluded = (
  { writes, limits }: Pick<Bench, 'writes' | 'limits'>,
  correlation: string,
  { options, events, bytes }: Batch,
) => {
  const { mostBytes = mostBytesByDefault, isOutOfTime } = limits;
  const stream = nameOf(options);
  const failed = batchFailure(correlation, stream);
  const deadline = options.getDeadline()?.toDate().getTime() ?? Infinity;
  if (deadline < Date.now() || isOutOfTime?.(events[0]?.id ?? '')) return failed.timeout();
  if (bytes > mostBytes) return failed.tooLarge(mostBytes);
  if (events.some(({ id }) => !uuid.test(id))) return failed.badRequest('an id is not a UUID');
  const revision = options.hasStreamPosition() ? options.getStreamPosition() : undefined;
  const expected = expectedOf(options, revision);
  const written = writes.append(stream, expected, events);
  switch (written.kind) {
    case 'success':
      return batchSuccess(correlation, stream, written);
    case 'stream-deleted':
      return failed.streamDeleted();
    case 'wrong-expected-version':
      return failed.wrongExpectedVersion(expected, written.current);
  }
};

interface HasStream {
  getStreamIdentifier(): { getStreamName_asU8(): Uint8Array } | undefined;
}
export const nameOf = (options: HasStream | undefined): string =>
  Buffer.from(options?.getStreamIdentifier()?.getStreamName_asU8() ?? []).toString('utf8');

interface HasExpected {
  hasNoStream(): boolean;
  hasStreamExists(): boolean;
}
export const expectedOf = (
  options: HasExpected | undefined,
  revision: string | undefined,
): Expected => {
  if (revision !== undefined) return BigInt(revision);
  if (options?.hasNoStream()) return 'no_stream';
  return options?.hasStreamExists() ? 'stream_exists' : 'any';
};

const proposedFrom = (
  message: AppendReq.ProposedMessage | BatchAppendReq.ProposedMessage,
): Proposed => {
  const properties = message.getMetadataMap();
  return {
    id: message.getId()?.getString().toLowerCase() ?? '',
    type: properties.get('type') ?? '',
    contentType: properties.get('content-type') ?? '',
    metadata: message.getCustomMetadata_asU8(),
    data: message.getData_asU8(),
  };
};
