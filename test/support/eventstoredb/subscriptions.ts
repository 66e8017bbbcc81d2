import { randomUUID } from 'node:crypto';
import { setImmediate as breathe } from 'node:timers/promises';
import type { ReadReq } from '@eventstore/db-client/generated/streams_pb.js';
import type { Feed } from './feed.js';
import type { Outlet } from './outlet.js';
import {
  caughtUpAnswer,
  checkpointAnswer,
  confirmationAnswer,
  eventAnswer,
} from './read-answers.js';
import { wantedBy } from './wanted.js';

/** As the real server has it when the request does not say. */
const windowByDefault = 32;

/**
 * The feed after a position for as long as the reader stays: what is stored, then `caught up`, then what is appended. A filtered
 * subscription hears a checkpoint after every so many events looked at, wanted or not.
 */
export const subscribe = async (
  feed: Feed,
  options: ReadReq.Options,
  outlet: Outlet,
): Promise<void> => {
  const filter = options.getFilter();
  const wanted = wantedBy(filter);
  const max = filter?.hasMax() ? filter.getMax() : windowByDefault;
  const every = filter ? max * (filter.getCheckpointintervalmultiplier() || 1) : Infinity;
  let next = startOf(feed, options);
  let looked = 0;
  let caughtUp = false;
  await outlet.put(confirmationAnswer(randomUUID()));
  while (!outlet.isClosed()) {
    for (; next < feed.length && !outlet.isClosed(); next += 1) {
      if (wanted(feed.about(next)))
        await outlet.put(eventAnswer(feed.event(next), feed.position(next)));
      looked += 1;
      if (looked % every === 0) await outlet.put(checkpointAnswer(feed.position(next)));
      if (looked % 500 === 0) await breathe();
    }
    if (!caughtUp) await outlet.put(caughtUpAnswer());
    caughtUp = true;
    if (next >= feed.length) await appended(feed, outlet.signal);
  }
};

/** Excludes the position it is given. */
const startOf = (feed: Feed, options: ReadReq.Options): number => {
  const all = options.getAll();
  if (all?.hasEnd()) return feed.length;
  const position = all?.getPosition();
  return position ? feed.from(BigInt(position.getCommitPosition()) + 1n) : 0;
};

const appended = (feed: Feed, signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    const done = () => {
      stop();
      signal.removeEventListener('abort', done);
      resolve();
    };
    const stop = feed.listen(done);
    signal.addEventListener('abort', done);
    if (signal.aborted) done();
  });
