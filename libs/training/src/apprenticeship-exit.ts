import { reject, unmet, when, type Context, type Decisions } from '#kernel';
import type { ApprenticeshipRule } from './apprenticeship-commands.js';
import { complete } from './apprenticeship-completion.js';
import type { ExitCommand } from './apprenticeship-exit-commands.js';
import type { ApprenticeshipFacts } from './apprenticeship-facts.js';
import type { Apprenticeship } from './apprenticeship-state.js';
import type { ApprenticeshipEvent } from './events.js';

export type ExitDecisions = Decisions<
  ExitCommand,
  Apprenticeship,
  ApprenticeshipEvent,
  ApprenticeshipRule,
  ApprenticeshipFacts
>;

type Leaving = Extract<ExitCommand, { type: 'WithdrawApprenticeship' }>['data'];

/** What is recorded of an exit: the prose stays behind, its reference remains. */
const leaving = (
  { apprenticeshipId, on, reason, note }: Leaving,
  id: Context['id'],
): Extract<ApprenticeshipEvent, { type: 'ApprenticeshipWithdrawn' }>['data'] => ({
  ...{ apprenticeshipId, on, reason },
  ...(note !== undefined && { noteRef: id('note') }),
});

const terminate: ExitDecisions['TerminateApprenticeship'] = (data, { phase, exit }, { id }) => {
  if (exit === 'terminated') return [];
  const { reason } = data;
  const refused = unmet(
    when(reason === undefined, 'E_REASON'),
    when(phase === 'ended', 'E_STATE', { phase, exit: exit ?? null }),
  );
  if (refused || reason === undefined) return refused ?? reject('E_REASON');
  return [{ type: 'ApprenticeshipTerminated', data: leaving({ ...data, reason }, id) }];
};

/** The ways out: completed, withdrawn, terminated, or closed by what became of the employment. */
export const exitDecisions: ExitDecisions = {
  EndorseCompletion: (data, { phase, endorsed }) => {
    if (endorsed) return [];
    return phase === 'training'
      ? [{ type: 'CompletionEndorsed', data }]
      : reject('E_STATE', { phase });
  },
  CompleteTraining: complete,
  Graduate: (data, { phase, graduatedOn }) => {
    if (graduatedOn === data.on) return [];
    const studying = phase === 'training' || phase === 'suspended' || phase === 'completed';
    return (
      unmet(
        when(!studying, 'E_STATE', { phase }),
        when(graduatedOn !== undefined, 'E_STATE', { graduatedOn: graduatedOn ?? null }),
      ) ?? [{ type: 'Graduated', data }]
    );
  },
  WithdrawApprenticeship: (data, { phase, exit }, { id }) => {
    if (exit === 'withdrawn') return [];
    return phase === 'ended'
      ? reject('E_STATE', { phase, exit: exit ?? null })
      : [{ type: 'ApprenticeshipWithdrawn', data: leaving(data, id) }];
  },
  TerminateApprenticeship: terminate,
  EndApprenticeship: (data, { phase }) =>
    phase === 'ended' ? [] : [{ type: 'ApprenticeshipEnded', data }],
};
