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
  onPath,
  path as apprenticeshipId,
  pathFact,
  pathOfLi,
  qualified,
  scheduled,
  sitting,
  taken,
  tell,
  wang,
} from '../spec/world.js';
import { assessmentBatch } from './batch.js';
import { noBatch } from './batch-state.js';
import type { BatchEvent } from './events.js';
import { noPath } from './path-sight.js';

const open = (changes: object = {}) =>
  ask('OpenBatch', { body, occupation, level: 'SENIOR', coAssessed: true, ...changes });
const batch = (...past: readonly BatchEvent[]) =>
  given(assessmentBatch, ...past).with({ facts: { filing, ...onPath, ...taken(wang) } });

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
const registered = true;
const present = { ...onPath, ...taken(wang), levels, registered };
const gone = pathFact(apprenticeshipId, { ...pathOfLi, left: true });
const applying = (...past: readonly BatchEvent[]) =>
  given(assessmentBatch, ...past).with({ facts: present });

describe('applying for a level assessment', () => {
  it('takes the employer from the path', () => {
    applying(opened()).when(apply).then(applied());
  });
  it('knows no employer once the person has left or departed', () => {
    const alone = tell('LevelAssessmentApplied', { candidate: li, apprenticeshipId });
    applying(opened())
      .with({ facts: pathFact(apprenticeshipId, { ...pathOfLi, left: true }) })
      .when(apply)
      .then(alone);
    applying(opened())
      .with({ facts: pathFact(apprenticeshipId, pathOfLi, true) })
      .when(apply)
      .then(alone);
  });
  it('takes the employer as declared where there is no path', () => {
    applying(opened())
      .when(ask('ApplyForAssessment', { candidate: wang, employer: enterprise }))
      .then(applied(wang));
  });
  it('is refused for a candidate whom nobody registered', () => {
    applying(opened())
      .with({ facts: { registered: false } })
      .when(ask('ApplyForAssessment', { candidate: wang }))
      .thenRejected({ code: 'E_UNKNOWN', detail: { candidate: wang } });
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
    const others = { ...present, ...gone };
    expect(assessmentBatch.parties(apply, noBatch, others).enterprise).toBeUndefined();
  });
});

const elsewhere = idOf('another enterprise');
const unnamed = ask('ApplyForAssessment', { candidate: li });
const declaring = ask('ApplyForAssessment', { candidate: li, employer: elsewhere });

describe('an application that names no path', () => {
  it('belongs to the path the person is on, and so does the employer', () => {
    applying(opened()).when(unnamed).then(applied());
    const same = ask('ApplyForAssessment', { candidate: li, employer: enterprise });
    applying(opened()).when(same).then(applied());
  });
  it('is refused with another employer than the path’s, and is not for that one to send', () => {
    applying(opened())
      .when(declaring)
      .thenRejected({ code: 'E_STATE', detail: { declared: elsewhere, employer: enterprise } });
    expect(assessmentBatch.parties(declaring, noBatch, present).enterprise).toBe(enterprise);
  });
  it('is free to name the employer once the person has left, as it was before there was a path', () => {
    const declared = tell('LevelAssessmentApplied', { candidate: li, employer: elsewhere });
    applying(opened()).with({ facts: gone }).when(declaring).then(declared);
    expect(assessmentBatch.parties(declaring, noBatch, { ...present, ...gone }).enterprise).toBe(
      elsewhere,
    );
  });
  it('goes by the latest path where the person still is', () => {
    const [second, third] = [idOf('second path'), idOf('third path')];
    const facts = {
      ...taken(li, apprenticeshipId, second, third),
      ...pathFact(second, { ...pathOfLi, enterprise: elsewhere }),
      // Taken for a path that came to nothing: nobody was proposed on it.
      ...pathFact(third, noPath),
    };
    applying(opened())
      .with({ facts })
      .when(unnamed)
      .then(
        tell('LevelAssessmentApplied', {
          ...{ candidate: li, apprenticeshipId: second, employer: elsewhere },
        }),
      );
    // The path named may be an earlier one; the employer is the present one.
    applying(opened())
      .with({ facts })
      .when(apply)
      .then(
        tell('LevelAssessmentApplied', { candidate: li, apprenticeshipId, employer: elsewhere }),
      );
  });
});

const qualify = ask('QualifyCandidate', { candidate: li });

describe('qualifying a candidate', () => {
  it('is done by a social body for anyone', () => {
    batch(opened(), applied()).when(qualify).then(qualified());
  });
  it('is done by an employer for its own people and those of its affiliates', () => {
    const own = opened({ bodyKind: 'Y' });
    batch(own, applied(wang, body))
      .when(ask('QualifyCandidate', { candidate: wang }))
      .then(qualified(wang));
    batch(own, applied(li, body)).with({ facts: gone }).when(qualify).then(qualified());
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
  it('goes by where the person is, whatever the application says', () => {
    const said = tell('LevelAssessmentApplied', { candidate: li, employer: body });
    batch(opened({ bodyKind: 'Y' }), said)
      .when(qualify)
      .thenRejected({ code: 'E_SCOPE_PERSON', detail: { employer: enterprise, body } });
    batch(opened({ bodyKind: 'Y' }), said)
      .with({ facts: gone })
      .when(qualify)
      .then(qualified());
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
