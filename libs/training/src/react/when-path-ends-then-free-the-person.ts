import { reaction, type Consequence } from '#kernel';
import type { EmploymentEvent } from '#employment/events';

type Settled = Extract<
  EmploymentEvent,
  { type: 'ProbationConfirmed' | 'ApprenticeNotHired' | 'EmployeeDeparted' }
>;

const outcomes = {
  ProbationConfirmed: 'confirmed',
  ApprenticeNotHired: 'not-hired',
  EmployeeDeparted: 'departed',
} as const satisfies Record<Settled['type'], string>;

/** A path is over when its employment is settled; its end gives back the person, the seat and the mentor. */
export const whenPathEndsThenFreeThePerson = reaction<Settled, Record<string, unknown>>({
  name: 'when-path-ends-then-free-the-person',
  on: ['ProbationConfirmed', 'ApprenticeNotHired', 'EmployeeDeparted'],
  react: ({ type, data: { apprenticeshipId } }): readonly Consequence[] => [
    {
      category: 'apprenticeship',
      command: { type: 'EndApprenticeship', data: { apprenticeshipId, outcome: outcomes[type] } },
    },
  ],
});
