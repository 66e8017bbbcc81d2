import type { Context, Facts } from '../decider.js';
import { dayOf } from '../days.js';
import type { Actor, Day, Evidence, Instant, Meta } from '../meta.js';
import type { Figures, RulePack } from '../rule-pack.js';

/** What a spec says of the world around a decision. Whatever it leaves out is the same in every spec. */
export interface Surroundings<F extends Facts> {
  /** By the names the decider asks for; only what it does ask for reaches it. */
  readonly facts?: Partial<F>;
  /** Figures that differ from `specFigures`. */
  readonly rules?: Partial<Figures>;
  readonly actor?: Actor;
  readonly now?: Instant;
  readonly occurredOn?: Day;
  readonly evidence?: readonly Evidence[];
}

/** Monday 2 March 2026, nine in the morning in Shanghai. */
export const specNow: Instant = '2026-03-02T01:00:00.000000Z';

/** The same lower-case UUID for the same name, as the handler's `id` gives; good for nothing but specs. */
export const idOf = (name: string): string => {
  const words = [1, 2, 3, 4].map((salt) => {
    let hash = 0x811c9dc5 ^ (salt * 0x01000193);
    for (const unit of `${salt}:${name}`)
      hash = Math.imul(hash ^ (unit.codePointAt(0) ?? 0), 0x01000193);
    hash = Math.imul(hash ^ (hash >>> 15), 0x2c1b3c6d);
    return ((hash ^ (hash >>> 13)) >>> 0).toString(16).padStart(8, '0');
  });
  const hex = words.join('');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-5${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20)}`;
};

/** Someone of an enterprise, when a spec does not say who. */
export const specActor: Actor = {
  user: 'spec',
  role: 'enterprise',
  organization: idOf('enterprise'),
};

/** Figures to decide by when a spec does not care: near those of the policy papers, and never the authority for any of them. */
export const specFigures: Figures = {
  termUsualMonths: 12,
  termMaxMonths: 36,
  minimumAgeYears: 16,
  guardianConsentBelowYears: 18,
  graduateHireWithinYears: 2,
  contractMinMonths: 12,
  classHourMinutes: 45,
  classHoursPerYear: 400,
  dayCapMinutes: 480,
  theoryShareMin: 0.2,
  practiceShareMin: 0.5,
  onlineTheoryShareMax: 0.5,
  baseCreditTheoryShareMax: 0.5,
  baseCreditPracticeShareMax: 0.5,
  disputeDays: 7,
  lateEntryDays: 30,
  classMaxTrainees: 40,
  mentorMaxApprentices: 8,
  filingLeadWorkingDays: 15,
  rotationMinPosts: 2,
  minimumMonthlyWageYuan: 2_300,
  midTermShare: 0.5,
  finalAttemptsMax: 2,
  passMark: 60,
  reviewFromRank: 4,
  panelMinAssessors: 3,
  panelOdd: true,
  coAssessedOutsidersMin: 1,
  reportWorkingDaysEmployer: 10,
  reportWorkingDaysSocial: 5,
  approvalWorkingDays: 5,
  returnFixWorkingDays: 5,
  resultNoticeWorkingDays: 5,
  custodiansToRevoke: 2,
  retentionMonths: [6, 12, 24],
  titleBridge: [{ level: 'SENIOR', years: 2, title: '助理工程师' }],
};

/** `specFigures` with changes, as the pack of its own version. */
export const specRules = (changes: Partial<Figures> = {}): RulePack => ({
  version: 'CN/spec/2022-10-01/1',
  figures: { ...specFigures, ...changes },
});

/** The context a decider sees, but for the facts and rules it has to ask for. */
export const contextOf = <F extends Facts>(
  around: Surroundings<F>,
  asked: { readonly facts: F; readonly rules: boolean; readonly occurredOn: Day | undefined },
): Context<F> => {
  const now = around.now ?? specNow;
  const today = dayOf(now);
  const context = {
    actor: around.actor ?? specActor,
    now,
    today,
    occurredOn: asked.occurredOn ?? around.occurredOn ?? today,
    evidence: around.evidence ?? [],
    facts: asked.facts,
    id: idOf,
  };
  // A decider that asks for no pack gets none from the handler either, whatever the type of its context promises.
  return (asked.rules ? { ...context, rules: specRules(around.rules) } : context) as Context<F>;
};

/** The metadata of the event at `revision` of a stream, with changes. */
export const metaOf = (stream: string, revision: number, changes: Partial<Meta> = {}): Meta => ({
  id: idOf(`${stream}/${revision}`),
  stream,
  revision,
  position: String(revision + 1).padStart(20, '0'),
  recordedAt: `2026-03-01T01:00:00.${String(revision).padStart(6, '0')}Z`,
  commandId: idOf(`command/${stream}/${revision}`),
  commandDigest: '0'.repeat(64),
  correlationId: idOf(`command/${stream}/${revision}`),
  causationId: idOf(`command/${stream}/${revision}`),
  actor: specActor,
  subjects: [stream],
  evidence: [],
  occurredOn: '2026-03-01',
  basedOn: [],
  schemaVersion: 1,
  ...changes,
});
