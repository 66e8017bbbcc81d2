import { command, decider, reject, Uuid, type Recorded, type Refusal } from '#kernel';
import { z } from 'zod';
import { ActiveApprenticeshipEvent } from './events.js';

const holding = {
  person: Uuid,
  apprenticeshipId: Uuid.describe('The path for which the person is taken.'),
};

const ReservePerson = command(
  'ReservePerson',
  {
    summary: 'Take a person for one path.',
    zh: '占用学员（同一时间只能有一段学徒经历）',
    allow: {},
  },
  holding,
);
const ReleasePerson = command(
  'ReleasePerson',
  { summary: 'Free a person whose path is over.', zh: '释放学员', allow: {} },
  holding,
);
export const ActiveApprenticeshipCommand = z.discriminatedUnion('type', [
  ReservePerson,
  ReleasePerson,
]);
export type ActiveApprenticeshipCommand = z.infer<typeof ActiveApprenticeshipCommand>;

export const activeApprenticeshipRefusals = {
  E_DUPLICATE_ACTIVE: {
    clause: '2.1.2',
    zh: '该学员已有在培的学徒经历',
    en: 'the person is on another active path',
  },
} as const satisfies Record<string, Refusal>;

/** The path that has the person, if any. */
export interface ActiveApprenticeship {
  readonly holder: string | undefined;
}
const free: ActiveApprenticeship = { holder: undefined };

const evolve = (
  _state: ActiveApprenticeship,
  { type, data }: Recorded<ActiveApprenticeshipEvent>,
): ActiveApprenticeship => {
  switch (type) {
    case 'PersonReserved':
      return { holder: data.apprenticeshipId };
    case 'PersonReleased':
      return free;
  }
};

/** One person, one active path: a reservation named by the person. Only the holder's own release frees. */
export const activeApprenticeship = decider<
  ActiveApprenticeshipCommand,
  ActiveApprenticeship,
  ActiveApprenticeshipEvent,
  keyof typeof activeApprenticeshipRefusals
>({
  category: 'active-apprenticeship',
  commands: ActiveApprenticeshipCommand,
  events: ActiveApprenticeshipEvent,
  refusals: activeApprenticeshipRefusals,
  initial: free,
  creators: ['ReservePerson', 'ReleasePerson'],
  streamOf: ({ data }) => data.person,
  parties: () => ({}),
  decide: ({ type, data }, { holder }) => {
    const { apprenticeshipId } = data;
    switch (type) {
      case 'ReservePerson':
        if (holder === apprenticeshipId) return [];
        return holder === undefined
          ? [{ type: 'PersonReserved', data }]
          : reject('E_DUPLICATE_ACTIVE', { apprenticeshipId: holder });
      case 'ReleasePerson':
        return holder === apprenticeshipId ? [{ type: 'PersonReleased', data }] : [];
    }
  },
  evolve,
  subjects: ({ data }) => [`person-${data.person}`],
});
