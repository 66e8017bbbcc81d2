import { setImmediate as breathe } from 'node:timers/promises';
import type { AllStreamResolvedEvent, ResolvedEvent, StreamingRead } from '@eventstore/db-client';
import { StoreUnavailable } from '../port.js';
import type { Connection, Line } from './connection.js';
import type { Passed } from './passed.js';
import type { Place } from './positions.js';
import type { Found } from './stored.js';
import { asUnavailable, isTypeOf } from './unavailable.js';

type Resolved = ResolvedEvent | AllStreamResolvedEvent;

/** How reads reach the server. */
export interface Reading {
  readonly line: Line;
  /** A read is given up when nothing came for so many milliseconds. */
  readonly deadline: number;
  /** Where the feed begins: everything up to here is not part of it. */
  readonly since: Place;
  /** What all who read need not look at again. */
  readonly passed: Passed;
}

/** A follower may lack what was acknowledged already: every read and subscription is for the node that leads. */
export const ofLeader = { requiresLeader: true } as const;

type Open = (connection: Connection) => StreamingRead<Resolved>;

/** A follower names the leader, to which the client then turns; after so many that do not lead, the connection is made anew. */
const mostTurns = 3;

/**
 * All events of one read. It must ask for an exact count, so that the server ends it: a read that its reader leaves stays open on
 * both sides. A stream that is not there has no events. Rejects with `StoreUnavailable`, also when no leader is found.
 */
export const collect = async (reading: Reading, open: Open): Promise<Found[]> => {
  const { line } = reading;
  for (let turns = 1; ; turns += 1) {
    const connection = line.connection();
    try {
      return await collected(reading, connection, open);
    } catch (error) {
      if (!isTypeOf(error, 'not-leader')) throw asUnavailable(error);
      if (turns === mostTurns) {
        line.giveUp(connection);
        throw asUnavailable(error);
      }
      await breathe();
    }
  }
};

const collected = (
  { line, deadline }: Reading,
  connection: Connection,
  open: Open,
): Promise<Found[]> =>
  new Promise((resolve, reject) => {
    const found: Found[] = [];
    const read = open(connection);
    const timer = setTimeout(() => {
      line.giveUp(connection);
      reject(new StoreUnavailable(`event store did not answer in ${String(deadline)} ms`));
    }, deadline);
    read.on('data', ({ event }: Resolved) => {
      if (event) found.push(event);
      timer.refresh();
    });
    read.on('end', () => {
      clearTimeout(timer);
      if (connection.hasEnded())
        reject(new StoreUnavailable('event store was not heard to the end'));
      else resolve(found);
    });
    read.on('error', (error: Error) => {
      clearTimeout(timer);
      if (isTypeOf(error, 'stream-not-found') || isTypeOf(error, 'stream-deleted')) resolve([]);
      else reject(error);
    });
  });
