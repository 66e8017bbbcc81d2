import type { Query } from '#identity';
import type { Provider, Type } from '@nestjs/common';
import { EventsResolver } from './events/events.resolver.js';
import { eventRecorded, eventsQuery } from './events/sight.js';

/** A read area of the API: its rows of the permission table and the resolvers that answer. */
export interface ReadArea {
  readonly queries: readonly Query[];
  readonly resolvers: readonly Type[];
  /** What the resolvers need to be made. */
  readonly providers?: readonly Provider[];
}

/** The area that every gateway has. */
export const eventsArea: ReadArea = {
  queries: [eventsQuery, eventRecorded],
  resolvers: [EventsResolver],
};
