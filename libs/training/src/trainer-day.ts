import { z } from 'zod';
import {
  ClockTime,
  command,
  Day,
  decider,
  overlaps,
  reject,
  Uuid,
  type Recorded,
  type Refusal,
} from '#kernel';
import { TrainerDayEvent } from './events.js';

const day = { trainer: Uuid, on: Day, sessionId: Uuid };

const BookTrainer = command(
  'BookTrainer',
  {
    summary: 'Reserve hours of a trainer; part of scheduling a session, never sent alone.',
    zh: '占用授课人员时段（系统内部）',
    allow: {},
  },
  { ...day, from: ClockTime, to: ClockTime },
);
const FreeTrainer = command(
  'FreeTrainer',
  {
    summary: 'Release hours of a trainer whose session is not held; never sent alone.',
    zh: '释放授课人员时段（系统内部）',
    allow: {},
  },
  day,
);
export const TrainerDayCommand = z.discriminatedUnion('type', [BookTrainer, FreeTrainer]);
export type TrainerDayCommand = z.infer<typeof TrainerDayCommand>;

export const trainerDayRefusals = {
  E_TRAINER_OVERLAP: {
    clause: '3.3',
    zh: '授课人员该时段已有其他课程',
    en: 'the trainer has another session at that time',
  },
} as const satisfies Record<string, Refusal>;

/** What a trainer does on one day. */
export interface TrainerDay {
  readonly booked: readonly {
    readonly sessionId: string;
    readonly from: ClockTime;
    readonly to: ClockTime;
  }[];
}

const evolve = (state: TrainerDay, { type, data }: Recorded<TrainerDayEvent>): TrainerDay => {
  switch (type) {
    case 'TrainerBooked': {
      const { sessionId, from, to } = data;
      return { booked: [...state.booked, { sessionId, from, to }] };
    }
    case 'TrainerFreed':
      return { booked: state.booked.filter(({ sessionId }) => sessionId !== data.sessionId) };
  }
};

/** One trainer, one place at a time: a reservation named by the trainer and the day. */
export const trainerDay = decider<
  TrainerDayCommand,
  TrainerDay,
  TrainerDayEvent,
  keyof typeof trainerDayRefusals
>({
  category: 'trainer-day',
  commands: TrainerDayCommand,
  events: TrainerDayEvent,
  refusals: trainerDayRefusals,
  initial: { booked: [] },
  creators: ['BookTrainer', 'FreeTrainer'],
  streamOf: ({ data }) => `${data.trainer}-${data.on}`,
  parties: () => ({}),
  decide: ({ type, data }, { booked }) => {
    const held = booked.some(({ sessionId }) => sessionId === data.sessionId);
    switch (type) {
      case 'BookTrainer': {
        if (held) return [];
        const { on, from, to } = data;
        const other = booked.find((booking) => overlaps(booking, data));
        return other
          ? reject('E_TRAINER_OVERLAP', { on, from, to, session: other.sessionId })
          : [{ type: 'TrainerBooked', data }];
      }
      case 'FreeTrainer':
        return held ? [{ type: 'TrainerFreed', data }] : [];
    }
  },
  evolve,
  subjects: ({ data }) => [`person-${data.trainer}`, `session-${data.sessionId}`],
});
