import { z } from 'zod';
import { uuidFrom, type EventStore, type NewEvent, type Operation, type Unit } from '#event-store';
import { decider, event, projection, type Message, type Position } from '#kernel';

const entry = {
  trainee: z.string(),
  enterprise: z.string(),
  minutes: z.number(),
  day: z.string(),
};
const TimeSpent = event('TimeSpent', entry);
const TimeTaken = event('TimeTaken', { ...entry, why: z.enum(['mistake', 'fraud']) });
const RoundClosed = event('RoundClosed', { trainees: z.array(z.string()) });
const WorkshopEvent = z.discriminatedUnion('type', [TimeSpent, TimeTaken, RoundClosed]);
export type WorkshopEvent = z.infer<typeof WorkshopEvent>;
export type Entry = z.infer<typeof TimeSpent>['data'];

export const spent = (data: Partial<Entry> = {}): WorkshopEvent => ({
  type: 'TimeSpent',
  data: { trainee: 't1', enterprise: 'e1', minutes: 10, day: '2026-03-02', ...data },
});
export const taken = (data: Partial<Entry> = {}): WorkshopEvent => ({
  type: 'TimeTaken',
  data: {
    trainee: 't1',
    enterprise: 'e1',
    minutes: 10,
    day: '2026-03-02',
    why: 'mistake',
    ...data,
  },
});
export const closed = (...trainees: string[]): WorkshopEvent => ({
  type: 'RoundClosed',
  data: { trainees },
});

export interface TraineeTime {
  readonly minutes: number;
  readonly entries: number;
  readonly rounds: number;
  readonly lastDay: string | null;
  readonly enterprises: readonly string[];
}
/** One row per trainee; a closed round touches many. */
export const traineeTime = projection<WorkshopEvent, TraineeTime>({
  table: 'trainee_time_v1',
  key: ({ type, data }) => (type === 'RoundClosed' ? data.trainees : data.trainee),
  empty: { minutes: 0, entries: 0, rounds: 0, lastDay: null, enterprises: [] },
  on: {
    TimeSpent: (row, { data }) => ({
      ...row,
      minutes: row.minutes + data.minutes,
      entries: row.entries + 1,
      lastDay: data.day,
      enterprises: [...new Set([...row.enterprises, data.enterprise])],
    }),
    TimeTaken: (row, { data }) => ({ ...row, minutes: row.minutes - data.minutes }),
    RoundClosed: (row) => ({ ...row, rounds: row.rounds + 1 }),
  },
  columns: {
    minutes: { kind: 'integer', index: true },
    lastDay: { kind: 'date', index: true },
    enterprises: { kind: 'text[]', index: true },
    closed: { kind: 'boolean' },
  },
  values: ({ minutes, lastDay, enterprises, rounds }) => ({
    minutes,
    lastDay,
    enterprises,
    closed: rounds > 0,
  }),
});

export interface EnterpriseDays {
  /** Order of first appearance, which the fold relies on. */
  readonly days: Readonly<Record<string, number>>;
  readonly latest: string;
}
/** Many trainees share its rows; its order of keys is part of its meaning. */
export const enterpriseDays = projection<WorkshopEvent, EnterpriseDays>({
  table: 'enterprise_days_v1',
  key: ({ type, data }) => (type === 'TimeSpent' ? data.enterprise : []),
  empty: { days: {}, latest: '' },
  on: {
    TimeSpent: (row, { data }) => {
      const days = { ...row.days, [data.day]: (row.days[data.day] ?? 0) + data.minutes };
      return { days, latest: Object.keys(days).at(-1) ?? '' };
    },
    TimeTaken: 'ignored',
    RoundClosed: 'ignored',
  },
  columns: { latest: { kind: 'text', index: true } },
  values: ({ latest }) => ({ latest }),
});

/** The stream `workshop-<trainee>`; refuses nothing. */
export const workshop = decider<Message, number, WorkshopEvent, 'E_NEVER'>({
  category: 'workshop',
  commands: z.strictObject({ type: z.literal('Never'), data: z.strictObject({}) }),
  events: WorkshopEvent,
  refusals: { E_NEVER: { clause: 'platform', zh: '不会发生', en: 'never happens' } },
  initial: 0,
  creators: [],
  streamOf: () => 'never',
  parties: () => ({}),
  decide: () => [],
  evolve: (state, { type, data }) => {
    if (type === 'RoundClosed') return state;
    if (data.minutes < 0) throw new RangeError('a superuser was here');
    return type === 'TimeSpent' ? state + data.minutes : state - data.minutes;
  },
  subjects: () => [],
});

const namespace = '0c7a9a64-6a4c-4e0a-9d5b-6a4a86f0a001';

/** The events of one command as the handler would write them, ids included. */
export const operation = (
  stream: string,
  command: string,
  events: readonly WorkshopEvent[],
): Operation => {
  const commandId = uuidFrom(namespace, command);
  return {
    stream,
    expected: 'any',
    events: events.map(({ type, data }, index): NewEvent => ({
      id: uuidFrom(commandId, `${index}`),
      type,
      data,
      meta: {
        commandId,
        commandDigest: '0'.repeat(64),
        correlationId: commandId,
        causationId: commandId,
        actor: { system: 'spec' },
        subjects: [stream],
        evidence: [],
        occurredOn: '2026-03-02',
        basedOn: [],
        schemaVersion: 1,
      },
    })),
  };
};

let commands = 0;
/** Appends each event as a command of its own to its trainee's stream, in this order. Answers the position of the last. */
export const record = async (
  store: EventStore,
  ...events: readonly WorkshopEvent[]
): Promise<Position> => {
  const units = events.map((one): Unit => {
    const trainee = one.type === 'RoundClosed' ? 'all' : one.data.trainee;
    commands += 1;
    return [operation(`workshop-${trainee}`, `${process.pid}/${commands}`, [one])];
  });
  let position: Position | undefined;
  for (let start = 0; start < units.length; start += 1_000) {
    const outcomes = await store.append(units.slice(start, start + 1_000));
    const last = outcomes.at(-1);
    if (!last?.ok) throw new Error('the append was refused');
    position = last.position;
  }
  if (position === undefined) throw new Error('nothing to record');
  return position;
};
