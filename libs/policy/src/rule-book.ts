import {
  isWithinRegion,
  sight,
  type DatedRuleQuery,
  type Figures,
  type LateApprovals,
  type RuleBook,
  type RulePack,
} from '#kernel';
import type { LateApprovalEvent, RulePackEvent } from './events.js';

interface Edition {
  readonly edition: number;
  readonly from: string;
  readonly lastDay: string | undefined;
  readonly version: string;
  readonly figures: Figures;
}
export interface Editions {
  readonly editions: readonly Edition[];
}

/** All editions of one scheme in one jurisdiction, as published by the moment of reading. */
export const editionsOf = sight<RulePackEvent, Editions>(
  { editions: [] },
  {
    RulePackPublished: ({ editions }, { data }) => ({
      editions: [
        ...editions,
        {
          edition: data.edition,
          from: data.effectiveFrom,
          lastDay: undefined,
          version: `${data.jurisdiction}/${data.scheme}/${data.effectiveFrom}/${String(data.edition)}`,
          figures: data.figures,
        },
      ],
    }),
    RulePackSuperseded: ({ editions }, { data }) => ({
      editions: editions.map((one) =>
        one.edition === data.edition ? { ...one, lastDay: data.lastDay } : one,
      ),
    }),
  },
);

/** The edition in force on a day: the latest published among those that had begun and not ended. */
export const inForceOn = ({ editions }: Editions, day: string): RulePack | undefined => {
  const held = editions.filter(
    ({ from, lastDay }) => from <= day && (lastDay === undefined || day <= lastDay),
  );
  const latest = held.at(-1);
  return latest && { version: latest.version, figures: latest.figures };
};

/** `440300` is looked up as itself, then as its city, its province and the nation. */
export const jurisdictionsOf = (code: string): readonly string[] => [
  ...new Set([code, code.slice(0, 4), code.slice(0, 2), 'CN']),
];

/** Where packs are and which one decides (architecture: the most local, of the day, among those recorded by now). */
export const ruleBook: RuleBook = {
  sources: ({ jurisdiction, scheme }) =>
    jurisdictionsOf(jurisdiction).map((place) => ({
      stream: `rule-pack-${place}-${scheme}`,
      folding: editionsOf,
    })),
  choose: (query: DatedRuleQuery, states) =>
    (states as readonly Editions[])
      .map((editions) => inForceOn(editions, query.on))
      .find((pack) => pack !== undefined),
};

interface Approval {
  readonly target: string;
  readonly from: string;
  readonly until: string;
  readonly region: string | undefined;
  readonly valid: boolean;
}
const approvalOf = sight<LateApprovalEvent, Approval>(
  { target: '', from: '', until: '', region: undefined, valid: false },
  {
    LateEntryApproved: (_none, { data: { target, from, until, region } }) => ({
      ...{ target, from, until, region },
      valid: true,
    }),
    LateApprovalWithdrawn: (approval) => ({ ...approval, valid: false }),
  },
);

/** What an approval of late entries covers: one path, certificate, batch or session of the approver's region, and a span of days. */
export const lateApprovals: LateApprovals = {
  source: (approval) => ({ stream: `late-approval-${approval}`, folding: approvalOf }),
  covers: (state, { targets, day, jurisdiction }) => {
    const { target, from, until, region, valid } = state as Approval;
    const own = region !== undefined && isWithinRegion(jurisdiction, region);
    return valid && own && targets.includes(target) && from <= day && day <= until;
  },
};
