import type { AllStreamResolvedEvent, ResolvedEvent, StreamingRead } from '@eventstore/db-client';
import { StoreUnavailable } from '../port.js';
import type { Connection, Line } from './connection.js';
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
}

/**
 * All events of one read. It must ask for an exact count, so that the server ends it: a read that its reader leaves stays open on
 * both sides. A stream that is not there has no events. Rejects with `StoreUnavailable`.
 */
export const collect = (
  { line, deadline }: Reading,
  open: (connection: Connection) => StreamingRead<Resolved>,
): Promise<Found[]> =>
  new Promise((resolve, reject) => {
    const connection = line.connection();
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
      else reject(asUnavailable(error));
    });
  });
