import { addDays, daysBetween, reject, unmet, when, type Decisions } from '#kernel';
import type { ApprenticeshipRule } from './apprenticeship-commands.js';
import type { CourseCommand } from './apprenticeship-course-commands.js';
import type { ApprenticeshipFacts } from './apprenticeship-facts.js';
import type { Apprenticeship } from './apprenticeship-state.js';
import type { ApprenticeshipEvent } from './events.js';
import { overlong } from './term.js';

type Course = Decisions<
  CourseCommand,
  Apprenticeship,
  ApprenticeshipEvent,
  ApprenticeshipRule,
  ApprenticeshipFacts
>;

/** The term of a path in training, suspended or not; nothing for every other. */
const termOf = ({ phase, from, until }: Apprenticeship) =>
  (phase === 'training' || phase === 'suspended') && from !== undefined && until !== undefined
    ? { from, until }
    : undefined;

const changeTerm: Course['ChangeTerm'] = (data, state, { rules }) => {
  const term = termOf(state);
  if (!term) return reject('E_STATE', { phase: state.phase });
  const { until } = data;
  if (until === (state.earlierUntil ?? term.until)) return [];
  return (
    unmet(
      when(until < term.from, 'E_INPUT', { path: 'until', from: term.from, until }),
      overlong({ from: term.from, until }, rules.figures.termMaxMonths),
    ) ?? [{ type: 'TermChanged', data }]
  );
};

const rotate: Course['RecordPostRotation'] = (data, state, { facts: { post }, today }) => {
  const term = termOf(state);
  if (!term) return reject('E_STATE', { phase: state.phase });
  const { postId, from, until } = data;
  const known = state.rotations.some(
    (other) => other.postId === postId && other.from === from && other.until === until,
  );
  if (known) return [];
  return (
    unmet(
      when(!post?.technical || post.enterprise !== state.enterprise, 'E_POST', { postId }),
      when(until < from, 'E_INPUT', { path: 'until', from, until }),
      when(today < until, 'E_FUTURE', { until, today }),
      when(from < term.from || term.until < until, 'E_STATE', { ...term, phase: state.phase }),
    ) ?? [{ type: 'PostRotationRecorded', data }]
  );
};

const review: Course['RecordPracticeReview'] = (data, state, { today }) => {
  const term = termOf(state);
  if (!term) return reject('E_STATE', { phase: state.phase });
  const { month, grade } = data;
  const given = state.reviews[month];
  if (given === grade) return [];
  const outside = month < term.from.slice(0, 7) || term.until.slice(0, 7) < month;
  return (
    unmet(
      when(today.slice(0, 7) < month, 'E_FUTURE', { month, today }),
      when(outside, 'E_STATE', { month, ...term }),
      when(given !== undefined, 'E_STATE', { month, grade: given ?? null }),
    ) ?? [{ type: 'PracticeReviewRecorded', data }]
  );
};

const evaluate: Course['EvaluateMidTerm'] = (data, state, { rules }) => {
  const term = termOf(state);
  if (!term) return reject('E_STATE', { phase: state.phase });
  const { on, passed } = data;
  const before = state.midTerm;
  if (before && before.on === on && before.passed === passed) return [];
  const days = daysBetween(term.from, term.until) + 1;
  // What was failed may be looked at again; what was passed stays so.
  const earliest = addDays(
    term.from,
    Math.max(0, Math.ceil(days * rules.figures.midTermShare) - 1),
  );
  return (
    unmet(
      when(before?.passed === true, 'E_STATE', { passedOn: before?.on ?? null }),
      when(on < earliest, 'E_STATE', { on, earliest }),
    ) ?? [{ type: 'MidTermEvaluated', data }]
  );
};

/** What may happen between the first and the last day. */
export const courseDecisions: Course = {
  SuspendTraining: (data, { phase, from, until, suspendedOn }) => {
    const { on } = data;
    if (phase === 'suspended' && suspendedOn === on) return [];
    const outside = from === undefined || until === undefined || on < from || until < on;
    return phase === 'training' && !outside
      ? [{ type: 'TrainingSuspended', data }]
      : reject('E_STATE', { phase, from: from ?? null, until: until ?? null });
  },
  ResumeTraining: (data, { phase, suspendedOn, pauses }) => {
    if (phase === 'training' && pauses.at(-1)?.to === data.on) return [];
    return phase === 'suspended' && suspendedOn !== undefined && suspendedOn < data.on
      ? [{ type: 'TrainingResumed', data }]
      : reject('E_STATE', { phase, suspendedOn: suspendedOn ?? null });
  },
  ChangeTerm: changeTerm,
  ChangeMentor: ({ apprenticeshipId, mentor, reason }, state) => {
    if (state.mentor === mentor) return [];
    const { phase, mentor: from } = state;
    return from !== undefined && (phase === 'accepted' || termOf(state) !== undefined)
      ? [{ type: 'MentorChanged', data: { apprenticeshipId, from, mentor, reason } }]
      : reject('E_STATE', { phase, mentor: from ?? null });
  },
  AcknowledgeChange: (data, { phase, changes }, { actor }) => {
    const known = changes[data.change];
    const by = 'role' in actor && actor.role === 'college' ? 'college' : 'trainee';
    if (!known) return reject('E_STATE', { phase, change: data.change });
    return known.includes(by) ? [] : [{ type: 'ChangeAcknowledged', data: { ...data, by } }];
  },
  RecordPostRotation: rotate,
  RecordPracticeReview: review,
  ReportIncident: (data, state) =>
    termOf(state)
      ? [{ type: 'IncidentReported', data }]
      : reject('E_STATE', { phase: state.phase }),
  EvaluateMidTerm: evaluate,
};
