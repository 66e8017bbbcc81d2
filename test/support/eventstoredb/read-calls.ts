import type {
  ReadReq,
  ReadResp as ReadAnswer,
} from '@eventstore/db-client/generated/streams_pb.js';
import type { ServerWritableStream } from '@grpc/grpc-js';
import { refused, type Admission } from './admission.js';
import { nameOf } from './append-calls.js';
import type { Feed } from './feed.js';
import { ReadDirection } from './protocol.js';
import { eventAnswer, notFoundAnswer } from './read-answers.js';
import { streamDeleted } from './refusals.js';
import { subscribe } from './subscriptions.js';
import { wantedBy } from './wanted.js';
import { Outlet } from './outlet.js';

export type ReadCall = ServerWritableStream<ReadReq, ReadAnswer>;

interface Bench {
  readonly feed: Feed;
  readonly admission: Admission;
}

/** `Read`: a page of a stream or of the feed, either way, or a subscription to the feed. */
export const read =
  ({ feed, admission }: Bench) =>
  (call: ReadCall): void => {
    const refusal = refused(admission, call.metadata);
    const options = call.request.getOptions();
    if (refusal || !options) {
      call.emit('error', refusal);
      return;
    }
    const stream = options.hasStream() ? nameOf(options.getStream()) : undefined;
    if (stream !== undefined && feed.stream(stream)?.tombstoned) {
      call.emit('error', streamDeleted(stream));
      return;
    }
    const outlet = new Outlet(call);
    if (options.hasSubscription()) void subscribe(feed, options, outlet);
    else void page(feed, options, outlet);
  };

const page = async (feed: Feed, options: ReadReq.Options, outlet: Outlet): Promise<void> => {
  const numbers = options.hasStream() ? ofStream(feed, options) : ofFeed(feed, options);
  if (numbers === 'not found') await outlet.put(notFoundAnswer(nameOf(options.getStream())));
  else
    for (const number of numbers) {
      if (outlet.isClosed()) return;
      await outlet.put(eventAnswer(feed.event(number), feed.position(number)));
    }
  outlet.end();
};

const forwards = (options: ReadReq.Options) =>
  options.getReadDirection() === ReadDirection.FORWARDS;

/** Includes the revision it starts at; backwards from beyond the end it starts at the end. */
const ofStream = (feed: Feed, options: ReadReq.Options): Iterable<number> | 'not found' => {
  const wanted = options.getStream();
  const stream = feed.stream(nameOf(wanted));
  const last = (stream?.events.length ?? 0) - 1;
  const first = stream?.truncateBefore ?? 0;
  if (!stream || last < first) return 'not found';
  const count = Number(options.getCount());
  const asked = wanted?.hasRevision() ? Number(wanted.getRevision()) : undefined;
  if (forwards(options)) {
    const from = wanted?.hasEnd() ? last + 1 : Math.max(asked ?? 0, first);
    return stream.events.slice(from, from + count);
  }
  const from = wanted?.hasStart() ? first - 1 : Math.min(asked ?? last, last);
  return stream.events.slice(Math.max(first, from - count + 1), from + 1).reverse();
};

/** Forwards the position is included, backwards it is not. */
function* ofFeed(feed: Feed, options: ReadReq.Options): Generator<number> {
  const all = options.getAll();
  const position = all?.getPosition();
  const at = position ? feed.from(BigInt(position.getCommitPosition())) : undefined;
  const step = forwards(options) ? 1 : -1;
  const start = at ?? (all?.hasEnd() ? feed.length : 0);
  const wanted = wantedBy(options.getFilter());
  let left = Number(options.getCount());
  for (let number = step > 0 ? start : start - 1; number >= 0 && left > 0; number += step) {
    if (number >= feed.length) return;
    if (!wanted(feed.about(number))) continue;
    left -= 1;
    yield number;
  }
}
