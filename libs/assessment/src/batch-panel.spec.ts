import { describe, expect, it } from '@jest/globals';
import { given, idOf } from '#kernel';
import {
  ann,
  applied,
  ask,
  assessed,
  assessors,
  bob,
  cai,
  dai,
  enterprise,
  filing,
  formed,
  li,
  occupation,
  onPath,
  opened,
  outsider,
  path,
  pathFact,
  pathOfLi,
  qualified,
  scheduled,
  seat,
  sitting,
  taken,
  tell,
  theory,
  wang,
} from '../spec/world.js';
import { assessmentBatch } from './batch.js';
import { noBatch } from './batch-state.js';
import type { BatchEvent } from './events.js';

const batch = (...past: readonly BatchEvent[]) => given(assessmentBatch, ...past);
const schedule = (changes: object = {}) =>
  ask('ScheduleAssessment', {
    on: '2026-03-20',
    site: '深圳第一考点',
    siteVerified: true,
    ...changes,
  });

describe('scheduling an assessment', () => {
  const ready = (...past: readonly BatchEvent[]) => batch(...past).with({ facts: { filing } });
  it('is about its day once that has come, for the limit on late entries', () => {
    const dayOf = (on: string) =>
      assessmentBatch.occurredOn?.(schedule({ on }), assessmentBatch.initial, {}, '2026-03-02');
    expect(dayOf('2023-03-02')).toBe('2023-03-02');
    expect(dayOf('2026-03-03')).toBeUndefined();
  });
  it('sets day and site, which may lie ahead and may change', () => {
    ready(opened()).when(schedule()).then(scheduled('2026-03-20'));
    ready(opened(), scheduled('2026-03-18')).when(schedule()).then(scheduled('2026-03-20'));
  });
  it('is refused when the filing will have ended by that day', () => {
    ready(opened())
      .with({ facts: { filing: { ...filing, until: '2026-03-19' } } })
      .when(schedule())
      .thenRejected('E_FILING_EXPIRED');
  });
  it('is refused to a social body at a site that was not verified', () => {
    ready(opened())
      .when(schedule({ siteVerified: false }))
      .thenRejected({ code: 'E_STATE', detail: { siteVerified: false } });
    const own = ready(opened({ bodyKind: 'Y' })).when(schedule({ siteVerified: false }));
    own.then(
      tell('AssessmentScheduled', { on: '2026-03-20', site: '深圳第一考点', siteVerified: false }),
    );
  });
  it('says nothing when it is so already, and is refused once there is a panel', () => {
    ready(opened(), scheduled('2026-03-20')).when(schedule()).thenNothing();
    ready(...sitting)
      .when(schedule())
      .thenRejected('E_STATE');
  });
});

const form = (...ids: readonly string[]) =>
  ask('FormPanel', { assessors: ids.length > 0 ? [...ids] : [ann, bob, cai] });
const facts = { ...assessors, ...onPath, ...taken(wang) };
const ready = [opened(), applied(), qualified(), scheduled()] as const;
const forming = (...past: readonly BatchEvent[]) => batch(...past).with({ facts });
const insider = { ...outsider, organization: enterprise, partyKind: 'enterprise' as const };

describe('forming a panel', () => {
  it('seats each assessor with organisation and party kind, each but once', () => {
    forming(...ready)
      .when(form(ann, bob, cai, ann))
      .then(formed());
  });
  it('is refused with too few or an even number', () => {
    forming(...ready)
      .when(form(ann))
      .thenRejected({
        code: 'E_CONFLICT_PANEL',
        detail: { assessors: 1, panelMinAssessors: 3, panelOdd: true },
      });
    const four = { facts: { ...facts, ...seat(dai, outsider) } };
    forming(...ready)
      .with(four)
      .when(form(ann, bob, cai, dai))
      .thenRejected('E_CONFLICT_PANEL');
    const even = { ...four, rules: { panelOdd: false } };
    forming(...ready)
      .with(even)
      .when(form(ann, bob, cai, dai))
      .then(formed(ann, bob, cai, dai));
  });
  it('is refused with an assessor who is not qualified for it on the day', () => {
    const junior = { ...outsider, scope: [{ occupation, levels: ['JUNIOR' as const] }] };
    const expired = { ...outsider, until: '2026-03-01' };
    forming(...ready)
      .with({ facts: { ...seat(ann, junior), ...seat(bob, expired) } })
      .when(form())
      .thenRejected({
        code: 'E_SCOPE',
        detail: { assessors: [ann, bob], occupation, level: 'SENIOR', on: '2026-03-02' },
      });
  });
  it('keeps kin, the own mentor and the candidates themselves away', () => {
    const kinship = tell('KinshipDeclared', { assessor: ann, candidate: li });
    forming(...ready, kinship)
      .when(form())
      .thenRejected({ code: 'E_CONFLICT_PANEL', detail: { kin: [ann], mentor: [], self: [] } });
    forming(...ready)
      .with({ facts: pathFact(path, { ...pathOfLi, mentor: bob }) })
      .when(form())
      .thenRejected({ code: 'E_CONFLICT_PANEL', detail: { kin: [], mentor: [bob], self: [] } });
    forming(...ready)
      .with({ facts: { ...seat(li, outsider) } })
      .when(form(ann, bob, li))
      .thenRejected({ code: 'E_CONFLICT_PANEL', detail: { kin: [], mentor: [], self: [li] } });
  });
  it('keeps the mentor away of a path that the application hides, and of one that was left', () => {
    const hidden = tell('LevelAssessmentApplied', { candidate: li, employer: idOf('elsewhere') });
    const past = [opened(), hidden, qualified(), scheduled()] as const;
    const mentor = { ...pathOfLi, mentor: bob };
    for (const seen of [mentor, { ...mentor, left: true }])
      forming(...past)
        .with({ facts: pathFact(path, seen) })
        .when(form())
        .thenRejected({ code: 'E_CONFLICT_PANEL', detail: { kin: [], mentor: [bob], self: [] } });
  });
  it('counts outsiders by where a candidate is, whatever the application says', () => {
    const elsewhere = tell('LevelAssessmentApplied', {
      ...{ candidate: li, employer: idOf('elsewhere') },
    });
    forming(opened(), elsewhere, qualified(), scheduled())
      .with({ facts: { ...seat(ann, insider), ...seat(bob, insider), ...seat(cai, insider) } })
      .when(form())
      .thenRejected({
        code: 'E_CONFLICT_PANEL',
        detail: { outsiders: 0, coAssessedOutsidersMin: 1 },
      });
  });
  it('minds kin of those only who sit the assessment', () => {
    const kinship = tell('KinshipDeclared', { assessor: ann, candidate: wang });
    forming(...ready, applied(wang), kinship)
      .when(form())
      .then(formed());
  });
  it('is refused with none but the employer’s own people when co-assessed', () => {
    const insiders = {
      facts: {
        ...seat(ann, insider),
        ...seat(bob, insider),
        ...seat(cai, insider),
      },
    };
    forming(...ready)
      .with(insiders)
      .when(form())
      .thenRejected({
        code: 'E_CONFLICT_PANEL',
        detail: { outsiders: 0, coAssessedOutsidersMin: 1 },
      });
    const alone = [opened({ coAssessed: false }), ...ready.slice(1)];
    expect(
      forming(...alone)
        .with(insiders)
        .when(form()).outcome.decision,
    ).toHaveLength(1);
  });
  it('counts outsiders for each candidate by the own employer', () => {
    // Wang works where all three assessors work; for Li they are outsiders.
    const wangs = tell('LevelAssessmentApplied', {
      candidate: wang,
      employer: outsider.organization,
    });
    forming(...ready, wangs, qualified(wang))
      .when(form())
      .thenRejected('E_CONFLICT_PANEL');
  });
  it('names all that is wrong at once', () => {
    const kinship = tell('KinshipDeclared', { assessor: ann, candidate: li });
    forming(...ready, kinship)
      .with({ facts: { ...seat(ann, { ...insider, scope: [] }) } })
      .when(form(ann))
      .thenRejected('E_SCOPE', 'E_CONFLICT_PANEL', 'E_CONFLICT_PANEL', 'E_CONFLICT_PANEL');
  });
  it('may be formed anew until the first score', () => {
    const again = { facts: { ...seat(dai, outsider) } };
    forming(...sitting)
      .with(again)
      .when(form(ann, bob, dai))
      .then(formed(ann, bob, dai));
    forming(...sitting, theory(70))
      .with(again)
      .when(form(ann, bob, dai))
      .thenRejected('E_STATE');
  });
  it('says nothing when the same people sit already', () => {
    forming(...sitting)
      .when(form(cai, bob, ann))
      .thenNothing();
  });
  it('waits for a day and for candidates', () => {
    forming(opened(), applied(), qualified()).when(form()).thenRejected('E_STATE');
    forming(opened(), applied(), scheduled())
      .when(form())
      .thenRejected({ code: 'E_STATE', detail: { phase: 'scheduled', candidates: 0 } });
  });
});

describe('declaring kinship', () => {
  const declare = ask('DeclareKinship', { assessor: ann, candidate: li });
  const declared = tell('KinshipDeclared', { assessor: ann, candidate: li });
  it('is recorded once', () => {
    batch(opened(), applied()).when(declare).then(declared);
    batch(opened(), applied(), declared).when(declare).thenNothing();
  });
  it('is refused for one who is no candidate, and when all is sealed', () => {
    batch(opened()).when(declare).thenRejected('E_STATE');
    batch(...assessed)
      .when(declare)
      .thenRejected('E_STATE');
  });
  it('is for either of the two', () => {
    const parties = assessmentBatch.parties(declare, noBatch, {});
    expect(parties).toMatchObject({ assessor: ann, trainee: li });
    const score = ask('ScoreTheory', { assessor: ann, candidate: li, score: 1 });
    expect(assessmentBatch.parties(score, noBatch, {}).assessor).toBeUndefined();
  });
});
