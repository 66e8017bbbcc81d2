import type { EventStore, StoredEvent } from '#event-store';
import { Inject, Optional, type OnApplicationShutdown } from '@nestjs/common';
import { Args, Query, Resolver, Subscription } from '@nestjs/graphql';
import { CurrentAccess, type Access } from '../access/access.js';
import { CurrentSession, type Session } from '../access/session.js';
import { failure } from '../execution/failures.js';
import { STORE, WHEREABOUTS } from '../tokens.js';
import {
  EventConnection,
  EventDirection,
  EventRecordedArgs,
  EventsArgs,
} from './event-connection.js';
import { checkPage, cursorOf, readPage, type PageRequest } from './event-page.js';
import { stoppable, untilExpiry } from './feed.js';
import { eventView, RecordedEvent } from './recorded-event.js';
import { eventRecorded, eventsQuery, visibleOf, type Whereabouts } from './sight.js';

@Resolver()
export class EventsResolver implements OnApplicationShutdown {
  private readonly closing = new AbortController();

  constructor(
    @Inject(STORE) private readonly store: EventStore,
    @Optional() @Inject(WHEREABOUTS) private readonly whereabouts?: Whereabouts,
  ) {}

  @Query(() => EventConnection, { name: eventsQuery.name })
  async events(
    @Args() args: EventsArgs,
    @CurrentAccess() access: Access,
  ): Promise<EventConnection> {
    const request = requestOf(args);
    checkPage(request, this.store);
    const page = await readPage(this.store, request, (events) =>
      visibleOf(events, access, this.whereabouts),
    );
    const edges = page.events.map((event) => ({
      cursor: cursorOf(event, request) ?? '',
      node: eventView(event),
    }));
    return {
      edges,
      pageInfo: {
        hasNextPage: page.more,
        hasPreviousPage: request.after !== undefined,
        startCursor: edges[0]?.cursor,
        endCursor: page.end,
      },
    };
  }

  @Subscription(() => RecordedEvent, { name: eventRecorded.name })
  async eventRecorded(
    @Args() { types, subject, after }: EventRecordedArgs,
    @CurrentAccess() access: Access,
    @CurrentSession() session: Session,
  ) {
    if (typeof after === 'string' && !this.store.isPosition(after)) {
      throw failure('BAD_USER_INPUT', '"after" is not a position');
    }
    const from = after ?? (await this.store.head());
    // Whether an event may be seen is asked of each as it comes.
    access.sees({});
    const open = (signal: AbortSignal) =>
      this.follow(
        { from, subject: subject ?? undefined, types: types ?? undefined },
        access,
        signal,
      );
    return stoppable(open, [this.closing.signal, untilExpiry(session.expires)]);
  }

  onApplicationShutdown(): void {
    this.closing.abort();
  }

  private async *follow(
    wanted: {
      from: string | undefined;
      subject: string | undefined;
      types: readonly string[] | undefined;
    },
    access: Access,
    signal: AbortSignal,
  ) {
    const { from, subject, types } = wanted;
    for await (const event of this.store.subscribe(from, types && { types }, signal)) {
      if (subject !== undefined && !event.meta.subjects.includes(subject)) continue;
      const [seen]: readonly StoredEvent[] = await visibleOf([event], access, this.whereabouts);
      if (seen) yield { [eventRecorded.name]: eventView(seen) };
    }
  }
}

const requestOf = ({
  stream,
  subject,
  types,
  after,
  first,
  direction,
}: EventsArgs): PageRequest => ({
  stream: stream ?? undefined,
  subject: subject ?? undefined,
  types: types ?? undefined,
  after: after ?? undefined,
  first,
  backwards: direction === EventDirection.BACKWARDS,
});
