import { randomUUID } from 'node:crypto';
import sharedMessages from '@eventstore/db-client/generated/shared_pb.js';
import streamMessages, {
  type BatchAppendReq as Request,
  type BatchAppendResp as Answer,
} from '@eventstore/db-client/generated/streams_pb.js';
import emptyMessages from 'google-protobuf/google/protobuf/empty_pb.js';
import timestampMessages from 'google-protobuf/google/protobuf/timestamp_pb.js';
import type { Place } from './positions.js';

/** One event in bytes: nothing is left for the client to serialise, and so nothing to fail in it. */
export interface WireEvent {
  readonly id: string;
  readonly type: string;
  readonly data: Uint8Array;
  readonly meta: Uint8Array;
}

export interface AppendRequest {
  readonly stream: string;
  /** Last revision of the stream; -1 for none. */
  readonly revision: number;
  readonly events: readonly WireEvent[];
  /** The server writes nothing after this, on the clock of `performance.now()`; `Infinity` leaves it to the server. */
  readonly latest: number;
}

export type AppendAnswer =
  | { readonly kind: 'written'; readonly revision: number; readonly place: Place }
  /** Nothing was written: the stream ends at `actual`, -1 for none. */
  | { readonly kind: 'conflict'; readonly actual: number }
  /** It was too late, or the server does not know what became of it. */
  | { readonly kind: 'timeout' }
  | { readonly kind: 'refused'; readonly reason: string };

const { BatchAppendReq } = streamMessages;
const { Timestamp } = timestampMessages;

/** The request as one message, under a new correlation id. */
export const messageOf = ({ stream, revision, events, latest }: AppendRequest) => {
  const correlation = randomUUID();
  const options = new BatchAppendReq.Options().setStreamIdentifier(
    new sharedMessages.StreamIdentifier().setStreamName(new TextEncoder().encode(stream)),
  );
  if (revision < 0) options.setNoStream(new emptyMessages.Empty());
  else options.setStreamPosition(String(revision));
  if (latest < Infinity)
    options.setDeadline(Timestamp.fromDate(new Date(Date.now() + latest - performance.now())));
  const message: Request = new BatchAppendReq()
    .setCorrelationId(new sharedMessages.UUID().setString(correlation))
    .setOptions(options)
    .setProposedMessagesList(events.map(proposed))
    .setIsFinal(true);
  return { correlation, message };
};

const proposed = ({ id, type, data, meta }: WireEvent) => {
  const message = new BatchAppendReq.ProposedMessage()
    .setId(new sharedMessages.UUID().setString(id))
    .setCustomMetadata(meta)
    .setData(data);
  message.getMetadataMap().set('type', type).set('content-type', 'application/json');
  return message;
};

const prefix = 'event_store.client.';

/** What the server says. */
export const answerOf = (answer: Answer): AppendAnswer => {
  const success = answer.getSuccess();
  const place = success?.getPosition();
  if (success && place) {
    const [commit, prepare] = [place.getCommitPosition(), place.getPreparePosition()];
    const revision = Number(success.getCurrentRevision());
    return {
      kind: 'written',
      revision,
      place: { commit: BigInt(commit), prepare: BigInt(prepare) },
    };
  }
  const status = answer.getError();
  const detail = status?.getDetails();
  const name = detail?.getTypeName() ?? '';
  if (name === `${prefix}WrongExpectedVersion`) {
    const wrong = detail?.unpack(sharedMessages.WrongExpectedVersion.deserializeBinary, name);
    const actual = wrong?.hasCurrentStreamRevision()
      ? Number(wrong.getCurrentStreamRevision())
      : -1;
    return { kind: 'conflict', actual };
  }
  if (name === `${prefix}Timeout` || name === `${prefix}Unknown`) return { kind: 'timeout' };
  return { kind: 'refused', reason: reasonOf(name, status?.getMessage() ?? '') };
};

const reasonOf = (name: string, message: string): string => {
  switch (name.slice(prefix.length)) {
    case 'MaximumAppendSizeExceeded':
      return 'the unit is larger than the server takes at once';
    case 'StreamDeleted':
      return 'the stream was ended for good on the server';
    case 'AccessDenied':
      return "the store's credentials may not append";
    default:
      return message;
  }
};
