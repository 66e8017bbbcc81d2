import { createHash } from 'node:crypto';
import type { EventMeta } from '#kernel';
import type { NewEvent } from '#event-store';

/** An hour's entry for one trainee, with the revision that its writer has seen: -1 for none. */
export interface Entry {
  readonly stream: string;
  readonly seen: number;
  readonly event: NewEvent;
}

/** What each client appends, one event after the other. */
export type Workload = readonly (readonly Entry[])[];

/** The same for everybody: ids come from their place, not from chance. */
const idOf = (name: string): string => {
  const hex = createHash('sha1').update(name).digest('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-5${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
};

const metaOf = (name: string, trainee: string, place: number): EventMeta => ({
  commandId: idOf(`command ${name}`),
  commandDigest: createHash('sha256').update(name).digest('hex'),
  correlationId: idOf(`command ${name}`),
  causationId: idOf(`command ${name}`),
  actor: {
    user: `trainer-${place % 40}`,
    role: 'base',
    organization: `organization-${place % 20}`,
  },
  subjects: [
    `person-${trainee}`,
    `class-${idOf(`class ${place % 50}`)}`,
    `organization-${place % 20}`,
  ],
  evidence: [],
  occurredOn: '2026-03-02',
  rules: '44/student-apprentice/2022-10-01/1',
  basedOn: [{ stream: `agreement-${trainee}`, revision: 3 }],
  schemaVersion: 1,
});

const eventOf = (name: string, trainee: string, place: number): NewEvent => ({
  id: idOf(`event ${name}`),
  type: 'HoursLogged',
  data: {
    entry: idOf(`entry ${name}`),
    kind: 'public',
    venue: `base-${place % 8}`,
    trainer: `trainer-${place % 40}`,
    from: '08:30',
    to: '11:30',
    minutes: 180,
  },
  meta: metaOf(name, trainee, place),
});

/** `events` per client over `trainees` streams of its own, in turn; `phase` keeps two workloads apart. */
export const workload = (
  phase: string,
  clients: number,
  events: number,
  trainees: number,
): Workload =>
  Array.from({ length: clients }, (_, client) =>
    Array.from({ length: events }, (_, index) => {
      const place = client * trainees + (index % trainees);
      const trainee = idOf(`${phase} trainee ${place}`);
      const name = `${phase} ${client} ${index}`;
      return {
        stream: `hours-${trainee}`,
        seen: Math.floor(index / trainees) - 1,
        event: eventOf(name, trainee, place),
      };
    }),
  );

/** Characters of data and metadata of one event. */
export const sizeOf = ({ event }: Entry): number =>
  JSON.stringify(event.data).length + JSON.stringify(event.meta).length;
