import type { Claim } from '#kernel';
import { activeApprenticeship } from './active-apprenticeship.js';
import type { ApprenticeshipCommand } from './apprenticeship-commands.js';
import type { Apprenticeship } from './apprenticeship-state.js';
import { trainingClass } from './class.js';
import { mentor as mentorDecider } from './mentor.js';

/** The person is taken for the path with its first event, and free with its last. */
const person = (type: 'ReservePerson' | 'ReleasePerson', who: string, id: string): Claim => ({
  on: activeApprenticeship,
  command: { type, data: { person: who, apprenticeshipId: id } },
});
const letGo = (mentor: string, apprenticeshipId: string): Claim => ({
  on: mentorDecider,
  command: { type: 'LetGoApprentice', data: { mentor, apprenticeshipId } },
});
const takeOn = (mentor: string, apprenticeshipId: string, enterprise: string): Claim => ({
  on: mentorDecider,
  command: { type: 'TakeOnApprentice', data: { mentor, apprenticeshipId, enterprise } },
});

/** What a path gives back when it is over. */
const everything = (path: Apprenticeship, apprenticeshipId: string): readonly Claim[] => [
  person('ReleasePerson', path.person, apprenticeshipId),
  ...(path.classId === undefined
    ? []
    : [
        {
          on: trainingClass,
          command: { type: 'FreeSeat', data: { classId: path.classId, apprenticeshipId } },
        },
      ]),
  ...(path.mentor === undefined ? [] : [letGo(path.mentor, apprenticeshipId)]),
];

type Claiming = {
  readonly [T in ApprenticeshipCommand['type']]?: (
    data: Extract<ApprenticeshipCommand, { type: T }>['data'],
    path: Apprenticeship,
  ) => readonly Claim[];
};
const leave = (data: { readonly apprenticeshipId: string }, path: Apprenticeship) =>
  everything(path, data.apprenticeshipId);

const claiming: Claiming = {
  ProposeApprenticeship: (data, { phase }) =>
    phase === 'none' ? [person('ReservePerson', data.person, data.apprenticeshipId)] : [],
  EnrolInClass: (data, { enterprise }) => [
    { on: trainingClass, command: { type: 'TakeSeat', data: { ...data, enterprise } } },
  ],
  AssignMentor: ({ apprenticeshipId, mentor }, { enterprise }) => [
    takeOn(mentor, apprenticeshipId, enterprise),
  ],
  ChangeMentor: ({ apprenticeshipId, mentor }, path) => [
    ...(path.mentor === undefined ? [] : [letGo(path.mentor, apprenticeshipId)]),
    takeOn(mentor, apprenticeshipId, path.enterprise),
  ],
  // The mentor's hands are free; the seat stays, for a class is a group with one plan and not a room.
  CompleteTraining: ({ apprenticeshipId }, path) =>
    path.mentor === undefined ? [] : [letGo(path.mentor, apprenticeshipId)],
  RefuseEligibility: leave,
  WithdrawApprenticeship: leave,
  TerminateApprenticeship: leave,
  EndApprenticeship: leave,
};

/** The reservations a command makes or gives back. A path that has ended holds nothing any more. */
export const claimsOf = (
  { type, data }: ApprenticeshipCommand,
  path: Apprenticeship,
): readonly Claim[] => {
  const claims = claiming[type] as
    ((data: object, path: Apprenticeship) => readonly Claim[]) | undefined;
  return path.phase === 'ended' ? [] : (claims?.(data, path) ?? []);
};
