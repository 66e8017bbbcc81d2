import { ReadResp, shared } from './protocol.js';
import type { LoggedEvent } from './logged-event.js';

export const eventAnswer = (event: LoggedEvent, position: number) => {
  const place = String(position);
  const recorded = new ReadResp.ReadEvent.RecordedEvent()
    .setId(new shared.UUID().setString(event.id))
    .setStreamIdentifier(
      new shared.StreamIdentifier().setStreamName(Uint8Array.from(Buffer.from(event.stream))),
    )
    .setStreamRevision(String(event.revision))
    .setPreparePosition(place)
    .setCommitPosition(place)
    // Copies: the log's buffers are its own.
    .setCustomMetadata(Uint8Array.from(event.metadata))
    .setData(Uint8Array.from(event.data));
  recorded
    .getMetadataMap()
    .set('type', event.type)
    .set('content-type', event.contentType)
    .set('created', event.created);
  const read = new ReadResp.ReadEvent().setEvent(recorded).setCommitPosition(place);
  return new ReadResp().setEvent(read);
};

export const notFoundAnswer = (stream: string) => {
  const identifier = new shared.StreamIdentifier().setStreamName(Buffer.from(stream));
  return new ReadResp().setStreamNotFound(
    new ReadResp.StreamNotFound().setStreamIdentifier(identifier),
  );
};

export const confirmationAnswer = (id: string) =>
  new ReadResp().setConfirmation(new ReadResp.SubscriptionConfirmation().setSubscriptionId(id));

export const caughtUpAnswer = () => new ReadResp().setCaughtUp(new ReadResp.CaughtUp());

export const checkpointAnswer = (position: number) => {
  const checkpoint = new ReadResp.Checkpoint()
    .setCommitPosition(String(position))
    .setPreparePosition(String(position));
  return new ReadResp().setCheckpoint(checkpoint);
};
