import { describe, expect, it } from '@jest/globals';
import { given, idOf } from '#kernel';
import {
  applied,
  ask,
  assessed,
  batchId,
  body,
  enterprise,
  filing,
  formed,
  li,
  occupation,
  opened,
  path as apprenticeshipId,
  pathOfLi,
  qualified,
  scheduled,
  sitting,
  tell,
  wang,
} from '../spec/world.js';
import { assessmentBatch } from './batch.js';
import { noBatch } from './batch-state.js';
import type { BatchEvent } from './events.js';

const open = (changes: object = {}) =>
  ask('OpenBatch', { body, occupation, level: 'SENIOR', coAssessed: true, ...changes });
const batch = (...past: readonly BatchEvent[]) =>
  given(assessmentBatch, ...past).with({ facts: { filing } });

describe('opening a batch', () => {
  it('takes kind and region from the filing', () => {
    batch().when(open()).then(opened());
  });
  it('is refused when the body was never filed or no longer is', () => {
    batch()
      .with({ facts: { filing: { ...filing, cancelledOn: '2026-03-02' } } })
      .when(open())
      .thenRejected('E_FILING_EXPIRED');
    batch()
      .with({ facts: { filing: { ...filing, from: undefined, scope: [] } } })
      .when(open())
      .thenRejected('E_FILING_EXPIRED', 'E_SCOPE');
  });
  it('is refused outside the filed scope', () => {
    batch()
      .when(open({ level: 'JUNIOR' }))
      .thenRejected({ code: 'E_SCOPE', detail: { occupation, level: 'JUNIOR' } });
    batch()
      .when(open({ occupation: '6-31-01-04' }))
      .thenRejected('E_SCOPE');
  });
  it('is refused for the apprentice’s level, which has no certificate', () => {
    const scope = [{ occupation, levels: ['APPRENTICE' as const] }];
    batch()
      .with({ facts: { filing: { ...filing, scope } } })
      .when(open({ level: 'APPRENTICE' }))
      .thenRejected('E_SCOPE');
  });
  it('says nothing when it is open so already, and is refused when it is another', () => {
    batch(opened()).when(open()).thenNothing();
    batch(opened())
      .when(open({ coAssessed: false }))
      .thenRejected('E_STATE');
  });
});

const apply = ask('ApplyForAssessment', { candidate: li, apprenticeshipId });
const levels = { held: [] };
const present = { path: pathOfLi, post: { departed: false }, levels };
const applying = (...past: readonly BatchEvent[]) =>
  given(assessmentBatch, ...past).with({ facts: present });

describe('applying for a level assessment', () => {
  it('takes the employer from the path', () => {
    applying(opened()).when(apply).then(applied());
  });
  it('knows no employer once the person has left or departed', () => {
    const alone = tell('LevelAssessmentApplied', { candidate: li, apprenticeshipId });
    applying(opened())
      .with({ facts: { path: { ...pathOfLi, left: true } } })
      .when(apply)
      .then(alone);
    applying(opened())
      .with({ facts: { post: { departed: true } } })
      .when(apply)
      .then(alone);
  });
  it('takes the employer as declared where there is no path', () => {
    applying(opened())
      .when(ask('ApplyForAssessment', { candidate: wang, employer: enterprise }))
      .then(applied(wang));
  });
  it('is refused with another person’s path', () => {
    applying(opened())
      .when(ask('ApplyForAssessment', { candidate: wang, apprenticeshipId }))
      .thenRejected('E_UNKNOWN');
  });
  it.each(['SENIOR', 'TECHNICIAN'] as const)('is refused to one who holds %s', (level) => {
    applying(opened())
      .with({ facts: { levels: { held: [{ occupation, level }] } } })
      .when(apply)
      .thenRejected({
        code: 'E_DUPLICATE_CERT',
        detail: { occupation, level: 'SENIOR', held: level },
      });
  });
  it('is open to one who holds a lower level, or another occupation', () => {
    const held = [
      { occupation, level: 'INTERMEDIATE' as const },
      { occupation: '6-31-01-04', level: 'TECHNICIAN' as const },
    ];
    applying(opened())
      .with({ facts: { levels: { held } } })
      .when(apply)
      .then(applied());
  });
  it('says nothing the second time', () => {
    applying(opened(), applied()).when(apply).thenNothing();
    applying(...sitting)
      .when(apply)
      .thenNothing();
  });
  it('is open again to one who was disqualified, until there is a panel', () => {
    const out = tell('CandidateDisqualified', { candidate: li, reason: 'documents' });
    applying(opened(), applied(), out).when(apply).then(applied());
    applying(opened(), scheduled(), formed()).when(apply).thenRejected('E_STATE');
  });
  it('is for the trainee itself and for the enterprise of its path', () => {
    expect(assessmentBatch.parties(apply, noBatch, present)).toMatchObject({
      trainee: li,
      enterprise,
    });
    const others = { ...present, path: { ...pathOfLi, left: true } };
    expect(assessmentBatch.parties(apply, noBatch, others).enterprise).toBeUndefined();
  });
});

const qualify = ask('QualifyCandidate', { candidate: li });

describe('qualifying a candidate', () => {
  it('is done by a social body for anyone', () => {
    batch(opened(), applied()).when(qualify).then(qualified());
  });
  it('is done by an employer for its own people and those of its affiliates', () => {
    const own = opened({ bodyKind: 'Y' });
    batch(own, applied(li, body)).when(qualify).then(qualified());
    batch(own, applied())
      .with({ facts: { filing: { ...filing, affiliates: [enterprise] } } })
      .when(qualify)
      .then(qualified());
  });
  it('is refused to an outsider at an employer’s body', () => {
    batch(opened({ bodyKind: 'Y' }), applied())
      .when(qualify)
      .thenRejected({ code: 'E_SCOPE_PERSON', detail: { employer: enterprise, body } });
    batch(opened({ bodyKind: 'Y' }), tell('LevelAssessmentApplied', { candidate: li }))
      .when(qualify)
      .thenRejected('E_SCOPE_PERSON');
  });
  it('names every rule that is unmet', () => {
    batch(opened({ bodyKind: 'Y' }), applied())
      .with({ facts: { filing: { ...filing, scope: [], until: '2026-03-01' } } })
      .when(qualify)
      .thenRejected('E_SCOPE_PERSON', 'E_SCOPE', 'E_FILING_EXPIRED');
  });
  it('says nothing the second time, and waits for an application', () => {
    batch(opened(), applied(), qualified()).when(qualify).thenNothing();
    batch(opened()).when(qualify).thenRejected('E_STATE');
  });
});

describe('disqualifying a candidate', () => {
  const disqualify = ask('DisqualifyCandidate', { candidate: li, reason: 'absent' });
  it('gives the reason', () => {
    batch(...sitting)
      .when(disqualify)
      .then({ type: 'CandidateDisqualified', data: { batchId, candidate: li, reason: 'absent' } });
  });
  it('says nothing the second time', () => {
    const out = tell('CandidateDisqualified', { candidate: li, reason: 'documents' });
    batch(opened(), applied(), out).when(disqualify).thenNothing();
  });
  it('is refused for one who never applied, and after the panel has signed', () => {
    batch(opened()).when(disqualify).thenRejected('E_STATE');
    batch(...assessed)
      .when(disqualify)
      .thenRejected('E_STATE');
  });
});

describe('what a batch is about', () => {
  it('names the person first where there is one, and nobody where it is the whole batch', () => {
    const state = assessmentBatch.initial;
    expect(assessmentBatch.subjects(applied(), { ...state, body }, {})).toEqual([
      `person-${li}`,
      `organization-${body}`,
      `organization-${enterprise}`,
      `assessment-batch-${idOf('batch')}`,
    ]);
    expect(assessmentBatch.subjects(formed(), { ...state, body }, {})).toEqual([
      `organization-${body}`,
      `assessment-batch-${idOf('batch')}`,
    ]);
  });
});
