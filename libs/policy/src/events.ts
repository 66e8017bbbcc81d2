// These names and shapes are what is stored. Add, never edit; every line of events.golden.jsonl must still parse.
import { z } from 'zod';
import { Day, event, Figures, Provenance, RegionCode, Uuid } from '#kernel';

/** What a pack is for: a programme, or the assessment of levels. */
export const Scheme = z
  .enum(['student-apprentice', 'tech-trainee', 'level-assessment'])
  .meta({ id: 'Scheme' });
export type Scheme = z.infer<typeof Scheme>;

export const FigureSource = z
  .strictObject({ figure: z.string().min(1), ...Provenance.shape })
  .meta({ id: 'FigureSource' });

export const RulePackPublished = event('RulePackPublished', {
  jurisdiction: z.string(),
  scheme: Scheme,
  edition: z.int().positive(),
  effectiveFrom: Day,
  title: z.string().min(2).max(200),
  figures: Figures,
  sources: z.array(FigureSource),
});
/** The earlier edition ends the day before another begins. Decisions about its days still use it. */
export const RulePackSuperseded = event('RulePackSuperseded', {
  jurisdiction: z.string(),
  scheme: Scheme,
  edition: z.int().positive(),
  by: z.int().positive(),
  lastDay: Day,
});
export const RulePackEvent = z.discriminatedUnion('type', [RulePackPublished, RulePackSuperseded]);
export type RulePackEvent = z.infer<typeof RulePackEvent>;

export const LateReason = z
  .enum(['system-outage', 'paper-record-found', 'authority-decision', 'partner-delay'])
  .meta({ id: 'LateReason' });
export const LateEntryApproved = event('LateEntryApproved', {
  approvalId: Uuid,
  /** Id of the path, certificate or batch that late entries may be made for. */
  target: Uuid,
  from: Day,
  until: Day,
  reason: LateReason,
  /** Where the approver may approve: an entry decided by the rules of elsewhere is not covered. */
  region: RegionCode.optional(),
});
export const LateApprovalWithdrawn = event('LateApprovalWithdrawn', { approvalId: Uuid });
export const LateApprovalEvent = z.discriminatedUnion('type', [
  LateEntryApproved,
  LateApprovalWithdrawn,
]);
export type LateApprovalEvent = z.infer<typeof LateApprovalEvent>;

export type PolicyEvent = RulePackEvent | LateApprovalEvent;
