import type { Check, Finding } from '#projections';
import { Reservations, type Dangling } from './reservations.js';

const batch = 5_000;

/** Reads the feed once for the events of reservations and of what holds them, and names what is held for nothing. */
export const danglingReservations: Check = {
  name: 'dangling reservation',
  async *run({ store, onProgress }): AsyncGenerator<Finding> {
    const reservations = new Reservations();
    let done = 0;
    let after: string | undefined;
    for (;;) {
      const events = await store.readAll(after, { types: reservations.types }, batch);
      for (const event of events) reservations.take(event);
      done += events.length;
      onProgress?.({ phase: 'reservations', done });
      after = events.at(-1)?.meta.position;
      if (events.length < batch) break;
    }
    for (const found of reservations.dangling()) yield findingOf(found);
  },
};

const findingOf = ({ subject, detail }: Dangling): Finding => ({
  kind: 'check',
  check: 'dangling reservation',
  subject,
  detail,
});
