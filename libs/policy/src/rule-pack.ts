import { z } from 'zod';
import { addDays, command, Day, decider, Figures, unmet, when, type Recorded } from '#kernel';
import { FigureSource, RulePackEvent, Scheme } from './events.js';

const PublishRulePack = command(
  'PublishRulePack',
  {
    summary:
      'Publish an edition of the figures that decisions rest on, from a day on; it supersedes the one in force.',
    zh: '发布规则包（自生效日起取代现行版本）',
    allow: { province: 'region', operator: 'any' },
  },
  {
    jurisdiction: z
      .string()
      .regex(/^(?:CN|\d{2}(?:\d{2}){0,2})$/)
      .describe('`CN` or a GB/T 2260 region of 2, 4 or 6 digits.'),
    scheme: Scheme,
    edition: z.int().positive().describe('One more than the last edition published.'),
    effectiveFrom: Day,
    title: z.string().min(2).max(200),
    figures: Figures,
    sources: z
      .array(FigureSource)
      .describe('Where each figure comes from; every figure needs one.'),
  },
);
export const RulePackCommand = z.discriminatedUnion('type', [PublishRulePack]);
export type RulePackCommand = z.infer<typeof RulePackCommand>;

export const rulePackRefusals = {
  E_EDITION: {
    clause: 'platform',
    zh: '版本号须为上一版加一，且生效日不得早于上一版',
    en: 'the edition must be one more than the last and may not begin before it',
  },
  E_PROVENANCE: {
    clause: '3.3',
    zh: '每项数值都须注明来源',
    en: 'every figure needs its source',
  },
} as const;
type Rule = keyof typeof rulePackRefusals;

export interface Published {
  readonly last: number;
  readonly from: string;
  readonly digest: string;
}

/** The editions of one scheme in one jurisdiction. Nothing is edited: a change is a new edition, and past days keep theirs. */
export const rulePack = decider<RulePackCommand, Published, RulePackEvent, Rule>({
  category: 'rule-pack',
  commands: RulePackCommand,
  events: RulePackEvent,
  refusals: rulePackRefusals,
  initial: { last: 0, from: '', digest: '' },
  creators: ['PublishRulePack'],
  streamOf: ({ data }) => `${data.jurisdiction}-${data.scheme}`,
  parties: ({ data }) => ({ region: data.jurisdiction }),
  decide: ({ data }, state) => {
    if (data.edition === state.last && JSON.stringify(data) === state.digest) return [];
    const named = new Set(data.sources.map(({ figure }) => figure));
    const unsourced = Object.keys(data.figures).filter((figure) => !named.has(figure));
    const superseded: RulePackEvent[] =
      state.last === 0
        ? []
        : [
            {
              type: 'RulePackSuperseded',
              data: {
                jurisdiction: data.jurisdiction,
                scheme: data.scheme,
                edition: state.last,
                by: data.edition,
                lastDay: addDays(data.effectiveFrom, -1),
              },
            },
          ];
    return (
      unmet(
        when(data.edition !== state.last + 1 || data.effectiveFrom < state.from, 'E_EDITION', {
          last: state.last,
          lastFrom: state.from,
        }),
        when(unsourced.length > 0, 'E_PROVENANCE', { figures: unsourced }),
      ) ?? [...superseded, { type: 'RulePackPublished', data }]
    );
  },
  evolve: (state, { type, data }: Recorded<RulePackEvent>) => {
    switch (type) {
      case 'RulePackPublished':
        return { last: data.edition, from: data.effectiveFrom, digest: JSON.stringify(data) };
      case 'RulePackSuperseded':
        return state;
    }
  },
  subjects: ({ data }) => [`rule-pack-${data.jurisdiction}-${data.scheme}`],
});
