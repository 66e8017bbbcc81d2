import { reaction, stateOf, type Consequence } from '#kernel';
import { apprenticeshipView, type Apprenticeship } from '../apprenticeship-state.js';
import type { ApprenticeshipEvent, MentorEvent } from '../events.js';

type Touching =
  | Extract<MentorEvent, { type: 'ApprenticeTakenOn' | 'ApprenticeLetGo' }>
  | Extract<
      ApprenticeshipEvent,
      {
        type:
          | 'MentorAssigned'
          | 'MentorChanged'
          | 'TrainingCompleted'
          | 'ApprenticeshipWithdrawn'
          | 'ApprenticeshipTerminated'
          | 'ApprenticeshipEnded';
      }
    >;

/**
 * Makes the places of mentors agree with the paths in their care, which last until the training is completed; why looking after
 * every event of either side is enough is told at `whenReservedThenSettle`.
 */
export const whenApprenticeTakenOnThenSettle = reaction<
  Touching,
  { readonly path: Apprenticeship }
>({
  name: 'when-apprentice-taken-on-then-settle',
  on: [
    'ApprenticeTakenOn',
    'ApprenticeLetGo',
    'MentorAssigned',
    'MentorChanged',
    'TrainingCompleted',
    'ApprenticeshipWithdrawn',
    'ApprenticeshipTerminated',
    'ApprenticeshipEnded',
  ],
  after: 700,
  facts: ({ data }) => ({ path: stateOf(apprenticeshipView, data.apprenticeshipId) }),
  react: ({ type, data }, { path }) => {
    const { apprenticeshipId } = data;
    const concerned = new Set([
      ...('mentor' in data ? [data.mentor] : []),
      ...('from' in data ? [data.from] : []),
      ...(path.mentor === undefined ? [] : [path.mentor]),
    ]);
    return [...concerned].flatMap((mentor) =>
      inCare(path) && mentor === path.mentor
        ? type === 'ApprenticeTakenOn' && data.mentor === mentor
          ? []
          : [sent('TakeOnApprentice', { mentor, apprenticeshipId, enterprise: path.enterprise })]
        : type === 'ApprenticeLetGo' && data.mentor === mentor
          ? []
          : [sent('LetGoApprentice', { mentor, apprenticeshipId })],
    );
  },
});

const inCare = ({ phase }: Apprenticeship): boolean =>
  phase !== 'none' && phase !== 'completed' && phase !== 'ended';

const sent = (type: 'TakeOnApprentice' | 'LetGoApprentice', data: object): Consequence => ({
  category: 'mentor',
  command: { type, data },
});
