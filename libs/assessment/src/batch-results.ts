import { addWorkingDays, reject, unmet, when, workingDaysBetween } from '#kernel';
import type { BatchRejection } from './batch-refusals.js';
import type { Batch } from './batch-state.js';
import type { Asked, BatchContext, BatchDecisions } from './batch-types.js';
import type { BatchEvent } from './events.js';

type Events = readonly BatchEvent[] | BatchRejection;

/** From the sealed results to their approval. */
export const resultDecisions: Pick<
  BatchDecisions,
  | 'OpenResultNotice'
  | 'LodgeObjection'
  | 'ResolveObjection'
  | 'CloseResultNotice'
  | 'ReportResults'
  | 'ApproveResults'
  | 'ReturnResults'
> = {
  OpenResultNotice: ({ batchId }, state, { occurredOn, rules }) => {
    if (state.notice !== undefined) return [];
    if (state.phase !== 'sealed') return reject('E_STATE', { phase: state.phase });
    const until = addWorkingDays(occurredOn, rules.figures.resultNoticeWorkingDays).day;
    return [{ type: 'ResultNoticeOpened', data: { batchId, from: occurredOn, until } }];
  },
  LodgeObjection: (data, state, context) => lodge(data, state, context),
  ResolveObjection: ({ batchId, objection, upheld }, state) => {
    const found = state.objections[objection];
    if (found?.standing === (upheld ? 'upheld' : 'dismissed')) return [];
    if (found?.standing !== 'open')
      return reject('E_STATE', { objection: found?.standing ?? null });
    return [{ type: 'ObjectionResolved', data: { batchId, objection, upheld } }];
  },
  CloseResultNotice: ({ batchId }, state, { occurredOn }) => {
    const { phase, notice } = state;
    if (notice !== undefined && phase !== 'notice') return [];
    const open = Object.keys(state.objections).filter(
      (id) => state.objections[id]?.standing === 'open',
    );
    return (
      unmet(
        when(phase !== 'notice' || notice === undefined || occurredOn < notice.until, 'E_STATE', {
          phase,
          until: notice?.until ?? null,
          occurredOn,
        }),
        when(open.length > 0, 'E_OBJECTION', { open }),
      ) ?? [{ type: 'ResultNoticeClosed', data: { batchId } }]
    );
  },
  ReportResults: ({ batchId }, state, context) => {
    const { phase } = state;
    if (phase === 'reported' || phase === 'approved') return [];
    if (phase !== 'closed' && phase !== 'returned') return reject('E_STATE', { phase });
    const on = context.occurredOn;
    return [{ type: 'ResultReported', data: { batchId, on, late: isLate(state, context) } }];
  },
  ApproveResults: (data, state, context) => approve(data, state, context),
  ReturnResults: ({ batchId, reason }, state, context) => {
    const { occurredOn, rules } = context;
    if (state.fixBy !== undefined) return [];
    if (state.phase !== 'reported') return reject('E_STATE', { phase: state.phase });
    const fixBy = addWorkingDays(occurredOn, rules.figures.returnFixWorkingDays).day;
    return [
      {
        type: 'ResultReturned',
        data: { batchId, reason, fixBy, late: isAnswerLate(state, context) },
      },
    ];
  },
};

const lodge = (
  { batchId, objection, candidate, note }: Asked<'LodgeObjection'>,
  state: Batch,
  { occurredOn, id }: BatchContext,
): Events => {
  if (state.objections[objection]?.candidate === candidate) return [];
  const { phase, notice } = state;
  return (
    unmet(
      when(phase !== 'notice' || notice === undefined || occurredOn > notice.until, 'E_STATE', {
        phase,
        until: notice?.until ?? null,
        occurredOn,
      }),
      when(state.objections[objection] !== undefined || !state.candidates[candidate], 'E_STATE', {
        candidate: state.candidates[candidate]?.standing ?? null,
        taken: state.objections[objection] !== undefined,
      }),
    ) ?? [
      {
        type: 'ObjectionLodged',
        data: { batchId, objection, candidate, ...(note !== undefined && { noteRef: id('note') }) },
      },
    ]
  );
};

/** A first report is due so many working days after the assessment, by kind of body; a corrected one by the day that was set. */
const isLate = (state: Batch, { occurredOn, rules }: BatchContext): boolean => {
  if (state.fixBy !== undefined) return occurredOn > state.fixBy;
  const { reportWorkingDaysEmployer, reportWorkingDaysSocial } = rules.figures;
  const limit = state.bodyKind === 'S' ? reportWorkingDaysSocial : reportWorkingDaysEmployer;
  return state.on !== undefined && workingDaysBetween(state.on, occurredOn).days > limit;
};

/** The office approves or returns within so many working days of the report. */
const isAnswerLate = ({ reportedOn }: Batch, { occurredOn, rules }: BatchContext): boolean =>
  reportedOn !== undefined &&
  workingDaysBetween(reportedOn, occurredOn).days > rules.figures.approvalWorkingDays;

/** The approval, and for each candidate what it means for that person alone. */
const approve = (
  { batchId }: Asked<'ApproveResults'>,
  state: Batch,
  context: BatchContext,
): Events => {
  const { phase, occupation, level } = state;
  if (phase === 'approved') return [];
  if (phase !== 'reported') return reject('E_STATE', { phase });
  const outcomes = state.results.map(({ candidate, theory, practice, review, passed }) => {
    const { apprenticeshipId } = state.candidates[candidate] ?? {};
    const type = passed ? ('LevelAssessmentPassed' as const) : ('LevelAssessmentFailed' as const);
    const whose = {
      batchId,
      candidate,
      ...(apprenticeshipId !== undefined && { apprenticeshipId }),
    };
    return { type, data: { ...whose, occupation, level, theory, practice, review } };
  });
  const approval = { batchId, on: context.occurredOn, late: isAnswerLate(state, context) };
  return [{ type: 'ResultApproved', data: approval }, ...outcomes];
};
