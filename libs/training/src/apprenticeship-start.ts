import { reject, unmet, when, type Day, type Decisions, type Reason } from '#kernel';
import type { ApprenticeshipRule } from './apprenticeship-commands.js';
import type { ApprenticeshipFacts } from './apprenticeship-facts.js';
import type { StartCommand } from './apprenticeship-start-commands.js';
import { isInsured, type Apprenticeship, type Phase } from './apprenticeship-state.js';
import type { ApprenticeshipEvent } from './events.js';

type Start = Decisions<
  StartCommand,
  Apprenticeship,
  ApprenticeshipEvent,
  ApprenticeshipRule,
  ApprenticeshipFacts
>;

/** The phases in which a trainee is given a seat, a mentor, cover: once filed, until the training is done. */
const preparing: readonly Phase[] = ['filed', 'accepted', 'training', 'suspended'];

/** A filing covers training from the day it names and from its acceptance on; only where the bureau let it be late it covers earlier days. */
const ahead = (
  { acceptedOn, plannedStart, lateFilingAllowed }: Apprenticeship,
  on: Day,
): Reason<ApprenticeshipRule> | undefined => {
  if (lateFilingAllowed || acceptedOn === undefined || plannedStart === undefined) return undefined;
  return (
    when(on < acceptedOn, 'E_NOT_FILED', { on, acceptedOn }) ??
    when(on < plannedStart, 'E_FILING_LATE', { on, plannedStart })
  );
};

const start: Start['StartTraining'] = (data, state, { facts: { agreement } }) => {
  const { phase, programme, classId, mentor, inducted } = state;
  const { apprenticeshipId, on } = data;
  if (phase === 'training' && state.from === on) return [];
  const early = phase === 'proposed' || phase === 'eligible' || phase === 'filed';
  if (!early && phase !== 'accepted') return reject('E_STATE', { phase });
  const agreed = agreement?.draft;
  // A tech trainee may train on the job alone; students are trained in classes, each by its plan.
  const missing = [
    ...(programme === 'student-apprentice' && classId === undefined ? ['class'] : []),
    ...(mentor === undefined ? ['mentor'] : []),
  ];
  const insured = isInsured(state, on);
  return (
    unmet(
      when(early, 'E_NOT_FILED', { phase }),
      ahead(state, on),
      when(inducted === undefined || on < inducted || !insured, 'E_SAFETY_GATE', {
        on,
        inducted: inducted ?? null,
        insured,
      }),
      when(missing.length > 0, 'E_STATE', { phase, missing }),
      when(!early && (!agreed || on < agreed.from || agreed.until < on), 'E_STATE', {
        on,
        from: agreed?.from ?? null,
        until: agreed?.until ?? null,
      }),
    ) ?? [{ type: 'TrainingStarted', data: { apprenticeshipId, on, until: agreed?.until ?? on } }]
  );
};

/** Seat, mentor, insurance and induction, and the first day of training. */
export const startDecisions: Start = {
  EnrolInClass: (data, { phase, classId }) => {
    if (classId === data.classId) return [];
    return (
      unmet(
        when(!preparing.includes(phase), 'E_STATE', { phase }),
        when(classId !== undefined, 'E_STATE', { classId: classId ?? null }),
      ) ?? [{ type: 'ApprenticeEnrolledInClass', data }]
    );
  },
  AssignMentor: (data, { phase, mentor }) => {
    if (mentor === data.mentor) return [];
    return (
      unmet(
        when(!preparing.includes(phase), 'E_STATE', { phase }),
        when(mentor !== undefined, 'E_STATE', { mentor: mentor ?? null }),
      ) ?? [{ type: 'MentorAssigned', data }]
    );
  },
  CoverInsurance: (data, { phase, insurance }) => {
    const { from, until } = data;
    if (insurance.some((cover) => cover.from === from && cover.until === until)) return [];
    return (
      unmet(
        when(until < from, 'E_INPUT', { path: 'until', from, until }),
        when(!preparing.includes(phase), 'E_STATE', { phase }),
      ) ?? [{ type: 'InsuranceCovered', data }]
    );
  },
  RecordInsuranceLapse: (data, { insurance }) =>
    insurance.some(({ until }) => data.on <= until) ? [{ type: 'InsuranceLapsed', data }] : [],
  PassSafetyInduction: (data, { phase, inducted }) => {
    if (inducted !== undefined) return [];
    return preparing.includes(phase)
      ? [{ type: 'SafetyInductionPassed', data }]
      : reject('E_STATE', { phase });
  },
  StartTraining: start,
};
