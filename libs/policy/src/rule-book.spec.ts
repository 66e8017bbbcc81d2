import { describe, expect, it } from '@jest/globals';
import { given, idOf, metaOf } from '#kernel';
import { bundledPacks } from './bundled-packs.js';
import { rulePack } from './rule-pack.js';
import { inForceOn, jurisdictionsOf, lateApprovals, ruleBook } from './rule-book.js';

const [first] = bundledPacks;
if (!first) throw new Error('no bundled pack');
const second = {
  ...first,
  edition: 2,
  effectiveFrom: '2023-07-01',
  figures: { ...first.figures, classHoursPerYear: 500 },
};
const publish = (data: typeof first) => ({ type: 'PublishRulePack' as const, data });
const published = (data: typeof first) => ({ type: 'RulePackPublished' as const, data });
const superseded = {
  type: 'RulePackSuperseded' as const,
  data: { jurisdiction: '44', scheme: first.scheme, edition: 1, by: 2, lastDay: '2023-06-30' },
};

describe('publishing rule packs', () => {
  it('publishes a first edition', () => {
    given(rulePack).when(publish(first)).then(published(first));
  });
  it('supersedes the edition in force the day before the new one begins', () => {
    given(rulePack, published(first)).when(publish(second)).then(superseded, published(second));
  });
  it('refuses an edition out of turn or one that begins before the last', () => {
    given(rulePack, published(first))
      .when(publish({ ...second, edition: 3 }))
      .thenRejected('E_EDITION');
    given(rulePack, published(first))
      .when(publish({ ...second, effectiveFrom: '2020-01-01' }))
      .thenRejected('E_EDITION');
  });
  it('refuses a figure without its source', () => {
    given(rulePack)
      .when(publish({ ...first, sources: first.sources.slice(1) }))
      .thenRejected('E_PROVENANCE');
  });
  it('says nothing when the same edition is published again', () => {
    given(rulePack, published(first)).when(publish(first)).thenNothing();
  });
});

describe('what an approval of late entries covers', () => {
  const target = idOf('session');
  const span = { from: '2026-01-05', until: '2026-01-09' };
  const approved = {
    type: 'LateEntryApproved',
    data: {
      ...{ approvalId: idOf('approval'), target, region: '4403', reason: 'system-outage' },
      ...span,
    },
  } as const;
  const { folding } = lateApprovals.source(idOf('approval'));
  const meta = metaOf('late-approval', 0);
  const state = folding.evolve(folding.initial, { ...approved, meta });
  const entry = { targets: [idOf('path'), target], day: '2026-01-05', jurisdiction: '440305' };

  it('is what it names, alone or as the whole of which something is a line', () => {
    expect(lateApprovals.covers(state, entry)).toBe(true);
    expect(lateApprovals.covers(state, { ...entry, targets: [target] })).toBe(true);
    const elsewhere = [idOf('path'), idOf('another session')];
    expect(lateApprovals.covers(state, { ...entry, targets: elsewhere })).toBe(false);
    expect(lateApprovals.covers(state, { ...entry, targets: [] })).toBe(false);
  });
  it('is nothing of other days or another region', () => {
    expect(lateApprovals.covers(state, { ...entry, day: '2026-01-10' })).toBe(false);
    expect(lateApprovals.covers(state, { ...entry, jurisdiction: '4401' })).toBe(false);
  });
});

describe('choosing a pack', () => {
  const edition = (data: typeof first, lastDay?: string) => ({
    edition: data.edition,
    from: data.effectiveFrom,
    lastDay,
    version: `v${String(data.edition)}`,
    figures: data.figures,
  });
  const editions = { editions: [edition(first, '2023-06-30'), edition(second)] };

  it('decides each day by the edition in force on it', () => {
    expect(inForceOn(editions, '2023-06-30')?.figures.classHoursPerYear).toBe(400);
    expect(inForceOn(editions, '2023-07-01')?.figures.classHoursPerYear).toBe(500);
    expect(inForceOn(editions, '2021-01-01')).toBeUndefined();
  });
  it('looks in the county, the city, the province and the nation, in that order', () => {
    expect(jurisdictionsOf('440106')).toEqual(['440106', '4401', '44', 'CN']);
    const query = { jurisdiction: '440106', scheme: first.scheme, on: '2024-01-01' };
    const none = { editions: [] };
    expect(ruleBook.choose(query, [none, editions, none, none])?.version).toBe('v2');
    expect(ruleBook.choose(query, [none, none, none, none])).toBeUndefined();
  });
});
