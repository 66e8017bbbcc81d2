import type { Message } from 'google-protobuf';
import { Any, AppendResp, BatchAppendResp, Code, empty, shared, Status } from './protocol.js';
import type { Expected, Written } from './writes.js';

type AnyCode = (typeof Code)[keyof typeof Code];
type Success = Extract<Written, { kind: 'success' }>;
type Wrong = Extract<Written, { kind: 'wrong-expected-version' }>;

export const singleSuccess = ({ revision, position }: Success) => {
  const place = new AppendResp.Position();
  place.setCommitPosition(String(position)).setPreparePosition(String(position));
  const success = new AppendResp.Success();
  success.setCurrentRevision(String(revision)).setPosition(place);
  return new AppendResp().setSuccess(success);
};

export const singleFailure = (expected: Expected, { current }: Wrong) => {
  const wrong = new AppendResp.WrongExpectedVersion();
  if (current < 0) wrong.setCurrentNoStream(new shared.Empty());
  else wrong.setCurrentRevision(String(current));
  if (typeof expected === 'bigint') wrong.setExpectedRevision(String(expected));
  else if (expected === 'no_stream') wrong.setExpectedNoStream(new shared.Empty());
  else if (expected === 'any') wrong.setExpectedAny(new shared.Empty());
  else wrong.setExpectedStreamExists(new shared.Empty());
  return new AppendResp().setWrongExpectedVersion(wrong);
};

const batchAnswer = (correlation: string, stream: string) => {
  const identifier = new shared.StreamIdentifier().setStreamName(Buffer.from(stream));
  return new BatchAppendResp()
    .setCorrelationId(new shared.UUID().setString(correlation))
    .setStreamIdentifier(identifier);
};

export const batchSuccess = (correlation: string, stream: string, written: Success) => {
  const place = new shared.AllStreamPosition()
    .setCommitPosition(String(written.position))
    .setPreparePosition(String(written.position));
  const success = new BatchAppendResp.Success()
    .setCurrentRevision(String(written.revision))
    .setPosition(place);
  return batchAnswer(correlation, stream).setSuccess(success);
};

/** The refusals of one batch: a `google.rpc.Status` whose detail is a packed message that names the exception. */
export const batchFailure = (correlation: string, stream: string) => {
  const failed = (code: AnyCode, text: string, name: string, detail: Message) => {
    const packed = new Any();
    packed.pack(detail.serializeBinary(), `event_store.client.${name}`);
    const status = new Status().setCode(code).setMessage(text).setDetails(packed);
    return batchAnswer(correlation, stream).setError(status);
  };
  return {
    timeout: () => failed(Code.DEADLINE_EXCEEDED, 'Timeout', 'Timeout', new shared.Timeout()),
    tooLarge: (most: number) =>
      failed(
        Code.INVALID_ARGUMENT,
        'Maximum Append Size Exceeded',
        'MaximumAppendSizeExceeded',
        new shared.MaximumAppendSizeExceeded().setMaxappendsize(most),
      ),
    badRequest: (text: string) =>
      failed(Code.INVALID_ARGUMENT, text, 'BadRequest', new shared.BadRequest().setMessage(text)),
    streamDeleted: () =>
      failed(
        Code.FAILED_PRECONDITION,
        'Stream Deleted',
        'StreamDeleted',
        new shared.StreamDeleted().setStreamIdentifier(
          new shared.StreamIdentifier().setStreamName(Buffer.from(stream)),
        ),
      ),
    wrongExpectedVersion: (expected: Expected, current: number) =>
      failed(
        Code.FAILED_PRECONDITION,
        'Wrong Expected Version',
        'WrongExpectedVersion',
        wrongDetail(expected, current),
      ),
  };
};

const wrongDetail = (expected: Expected, current: number) => {
  const detail = new shared.WrongExpectedVersion();
  if (current < 0) detail.setCurrentNoStream(new empty.Empty());
  else detail.setCurrentStreamRevision(String(current));
  if (typeof expected === 'bigint') detail.setExpectedStreamPosition(String(expected));
  else if (expected === 'no_stream') detail.setExpectedNoStream(new empty.Empty());
  else if (expected === 'any') detail.setExpectedAny(new empty.Empty());
  else detail.setExpectedStreamExists(new empty.Empty());
  return detail;
};
