import { describe, expect, it } from '@jest/globals';
import { given } from '#kernel';
import {
  ann,
  applied,
  ask,
  assessed,
  bob,
  byAll,
  cai,
  formed,
  li,
  opened,
  practice,
  qualified,
  scheduled,
  sealed,
  signed,
  sitting,
  tell,
  theory,
  wang,
} from '../spec/world.js';
import { assessmentBatch } from './batch.js';
import type { BatchEvent } from './events.js';

const batch = (...past: readonly BatchEvent[]) => given(assessmentBatch, ...past);
const score = (points: number, candidate = li) =>
  ask('ScoreTheory', { candidate, assessor: ann, score: points });
const review = (points: number) =>
  tell('ReviewScored', { candidate: li, assessor: ann, score: points });
const higher = [opened({ level: 'TECHNICIAN' }), ...sitting.slice(1)];

describe('scoring', () => {
  it('is done by each assessor for each part', () => {
    batch(...sitting)
      .when(score(70))
      .then(theory(70));
    batch(...sitting)
      .when(ask('ScorePractice', { candidate: li, assessor: bob, score: 0 }))
      .then(practice(0, bob));
    batch(...higher)
      .when(ask('ScoreReview', { candidate: li, assessor: ann, score: 100 }))
      .then(review(100));
  });
  it.each([-0.5, 100.5, 1e9])('is refused outside 0 to 100: %d', (points) => {
    batch(...sitting)
      .when(score(points))
      .thenRejected({ code: 'E_SCORE_RANGE', detail: { score: points, from: 0, to: 100 } });
  });
  it('has a review for the higher levels only', () => {
    const asked = ask('ScoreReview', { candidate: li, assessor: ann, score: 70 });
    batch(...sitting)
      .when(asked)
      .thenRejected({
        code: 'E_STATE',
        detail: { part: 'review', level: 'SENIOR', reviewFromRank: 4 },
      });
    batch(...sitting)
      .with({ rules: { reviewFromRank: 3 } })
      .when(asked)
      .then(review(70));
  });
  it('waits for the panel and for the day', () => {
    batch(opened(), applied(), qualified(), scheduled()).when(score(70)).thenRejected('E_STATE');
    batch(opened(), applied(), qualified(), scheduled('2026-03-03'), formed())
      .when(score(70))
      .thenRejected({
        code: 'E_STATE',
        detail: { phase: 'panel', on: '2026-03-03', occurredOn: '2026-03-02' },
      });
  });
  it('is for those only who were qualified', () => {
    batch(...sitting)
      .when(score(70, wang))
      .thenRejected({ code: 'E_STATE', detail: { candidate: null } });
  });
  it('is not for kin, even where the panel was formed before it was known', () => {
    batch(...sitting, tell('KinshipDeclared', { assessor: ann, candidate: li }))
      .when(score(70))
      .thenRejected('E_CONFLICT_PANEL');
  });
  it('says nothing when that score was given, and takes another until someone signs', () => {
    batch(...sitting, theory(70))
      .when(score(70))
      .thenNothing();
    batch(...sitting, theory(70))
      .when(score(71))
      .then(theory(71));
  });
  it('is over from the first signature on', () => {
    batch(...sitting, theory(80), practice(80), signed(bob))
      .when(score(70))
      .thenRejected({ code: 'E_SEALED', detail: { phase: 'panel' } });
    batch(...assessed)
      .when(score(70))
      .thenRejected('E_SEALED');
  });
  it('is open to those on the panel alone', () => {
    const { outcome } = batch(...sitting).when(score(70));
    expect(assessmentBatch.parties(score(70), outcome.state, {}).assessor).toBe(ann);
    const other = ask('ScoreTheory', { candidate: li, assessor: wang, score: 70 });
    expect(assessmentBatch.parties(other, outcome.state, {}).assessor).toBeUndefined();
  });
});

const sign = (assessor: string) => ask('SignPanel', { assessor });

describe('signing', () => {
  const scored = [...sitting, ...byAll(theory, 80), ...byAll(practice, 80)] as const;
  it('is done one by one, and the last signature seals the results', () => {
    batch(...scored)
      .when(sign(ann))
      .then(signed(ann));
    batch(...scored, signed(ann), signed(bob))
      .when(sign(cai))
      .then(signed(cai), sealed());
  });
  it('names every part and assessor whose score is missing', () => {
    const lacking = (part: string, ...who: readonly string[]) => ({
      code: 'E_STATE' as const,
      detail: {
        ...{ phase: 'panel', candidates: 1 },
        missing: who.map((assessor) => `${li}:${part}:${assessor}`),
      },
    });
    batch(...sitting, ...byAll(theory, 80))
      .when(sign(ann))
      .thenRejected(lacking('practice', ann, bob, cai));
    batch(...sitting, ...byAll(theory, 80), practice(80, ann), practice(80, cai))
      .when(sign(ann))
      .thenRejected(lacking('practice', bob));
    batch(...higher, ...byAll(theory, 80), ...byAll(practice, 80))
      .when(sign(ann))
      .thenRejected(lacking('review', ann, bob, cai));
  });
  it('waits for no score of kin, who may not give one', () => {
    const kin = tell('KinshipDeclared', { assessor: cai, candidate: li });
    const two = [theory(80, ann), theory(80, bob), practice(80, ann), practice(80, bob)];
    batch(...sitting, kin, ...two)
      .when(sign(ann))
      .then(signed(ann));
  });
  it('says nothing the second time', () => {
    batch(...scored, signed(ann))
      .when(sign(ann))
      .thenNothing();
    batch(...assessed)
      .when(sign(ann))
      .thenNothing();
  });
  it('is refused before there is anything to sign', () => {
    batch(opened(), applied(), qualified(), scheduled()).when(sign(ann)).thenRejected('E_STATE');
  });
  it.each([
    [[59.9, 60, 60.1], 60, true],
    [[59.99, 60, 60], 59.99, false],
    [[60, 60, 60], 60, true],
    [[100, 0, 70], 56.66, false],
  ] as const)('takes the mean of %p as %d', (points, mean, passed) => {
    const given = points.map((one, at) => theory(one, [ann, bob, cai][at]));
    batch(...sitting, ...given, ...byAll(practice, 80), signed(ann), signed(bob))
      .when(sign(cai))
      .then(
        signed(cai),
        tell('ResultsSealed', {
          results: [{ candidate: li, theory: mean, practice: 80, review: null, passed }],
        }),
      );
  });
  it('asks each part of the higher levels to reach the mark', () => {
    const reviews = [ann, bob, cai].map((assessor) =>
      tell('ReviewScored', { candidate: li, assessor, score: 59 }),
    );
    const others = [...byAll(theory, 90), ...byAll(practice, 90), ...reviews];
    batch(...higher, ...others, signed(ann), signed(bob))
      .when(sign(cai))
      .then(
        signed(cai),
        tell('ResultsSealed', {
          results: [{ candidate: li, theory: 90, practice: 90, review: 59, passed: false }],
        }),
      );
  });
  it('leaves out who did not sit', () => {
    const others = [applied(wang), qualified(wang)];
    const absent = tell('CandidateDisqualified', { candidate: wang, reason: 'absent' });
    batch(opened(), applied(), qualified(), ...others, scheduled(), formed(), absent)
      .when(score(80))
      .then(theory(80));
    const past = [opened(), applied(), qualified(), ...others, scheduled(), formed(), absent];
    batch(...past, ...byAll(theory, 80), ...byAll(practice, 80), signed(ann), signed(bob))
      .when(sign(cai))
      .then(signed(cai), sealed());
  });
});
