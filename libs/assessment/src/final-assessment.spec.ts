import { describe, it } from '@jest/globals';
import { given, idOf, type Past } from '#kernel';
import { ann, path as apprenticeshipId, pathOfLi } from '../spec/world.js';
import type { FinalAssessmentEvent } from './events.js';
import type { FinalAssessmentCommand } from './final-assessment-commands.js';
import { finalAssessment } from './final-assessment.js';

type Assessed = Extract<FinalAssessmentEvent, { type: 'FinalCompetenceAssessed' }>;
type Record = Extract<FinalAssessmentCommand, { type: 'RecordFinalAssessment' }>;

const mentor = idOf('mentor');
const words = {
  apprenticeshipId,
  on: '2026-03-01',
  theory: 80,
  practice: 75,
  conduct: 90,
  assessors: [ann, mentor],
};
const record = (changes: Partial<Record['data']> = {}): Record => ({
  type: 'RecordFinalAssessment',
  data: { ...words, ...changes },
});
const assessed = (changes: Partial<Assessed['data']> = {}): Assessed => ({
  type: 'FinalCompetenceAssessed',
  data: { ...words, attempt: 1, passed: true, ...changes },
});
const failed = assessed({ theory: 59, passed: false });
const failedAgain = assessed({ attempt: 2, conduct: 40, passed: false });
const reverse = (attempt: number): FinalAssessmentCommand => ({
  type: 'ReverseFinalAssessment',
  data: { apprenticeshipId, attempt, reason: 'typing-error' },
});
const reversed = (attempt: number): FinalAssessmentEvent => ({
  type: 'FinalAssessmentReversed',
  data: { apprenticeshipId, attempt, reason: 'typing-error' },
});
const paper = [{ kind: 'inquiry', digest: 'c0'.repeat(32) }];
const onPaper = (event: FinalAssessmentEvent): Past<FinalAssessmentEvent> => ({
  ...event,
  meta: { evidence: paper },
});
const people = (registered: boolean, ...ids: readonly string[]) => {
  const facts: { [assessor: `assessor:${string}`]: boolean } = {};
  for (const id of ids) facts[`assessor:${id}`] = registered;
  return facts;
};
const held = (...past: readonly Past<FinalAssessmentEvent>[]) =>
  given(finalAssessment, ...past).with({
    facts: { path: pathOfLi, ...people(true, ann, mentor, pathOfLi.person) },
  });

describe('recording the final assessment', () => {
  it('is passed when each part reaches the mark', () => {
    held().when(record()).then(assessed());
    held()
      .with({ rules: { passMark: 75 } })
      .when(record())
      .then(assessed());
  });
  it('is failed when one part falls short, whichever it is', () => {
    held()
      .when(record({ theory: 59 }))
      .then(failed);
    held()
      .with({ rules: { passMark: 76 } })
      .when(record())
      .then(assessed({ passed: false }));
    held()
      .when(record({ conduct: 59.5 }))
      .then(assessed({ conduct: 59.5, passed: false }));
  });
  it('counts attempts on, past those that were reversed', () => {
    held(failed, reversed(1))
      .when(record())
      .then(assessed({ attempt: 2 }));
  });
  it('says nothing when the same attempt is told again', () => {
    held(assessed()).when(record()).thenNothing();
  });
  it('waits until training was completed', () => {
    const path = { ...pathOfLi, completedOn: undefined };
    held().with({ facts: { path } }).when(record()).thenRejected('E_STATE');
    held()
      .when(record({ on: '2026-02-19' }))
      .thenRejected({
        code: 'E_STATE',
        detail: { completedOn: '2026-02-20', on: '2026-02-19', left: false },
      });
  });
  it('is over for one who left, and for one who passed', () => {
    const path = { ...pathOfLi, left: true };
    held().with({ facts: { path } }).when(record()).thenRejected('E_STATE');
    held(assessed())
      .when(record({ theory: 99 }))
      .thenRejected({ code: 'E_STATE', detail: { phase: 'passed' } });
  });
  it('is refused when the own mentor is the sole assessor', () => {
    held()
      .when(record({ assessors: [mentor, mentor] }))
      .thenRejected({ code: 'E_CONFLICT_MENTOR', detail: { independent: 0 } });
  });
  it('is refused when the apprentice is among the assessors', () => {
    held()
      .when(record({ assessors: [ann, pathOfLi.person] }))
      .thenRejected('E_CONFLICT_MENTOR');
  });
  it('is refused with assessors whom nobody registered', () => {
    const nobody = idOf('nobody');
    held()
      .with({ facts: people(false, nobody) })
      .when(record({ assessors: [ann, nobody] }))
      .thenRejected({ code: 'E_UNKNOWN', detail: { assessors: [nobody] } });
  });
  it('is refused beyond the attempts allowed, naming whatever else is wrong too', () => {
    held(failed, failedAgain)
      .when(record())
      .thenRejected({ code: 'E_ATTEMPTS', detail: { attempts: 2, finalAttemptsMax: 2 } });
    held(failed, failedAgain)
      .when(record({ assessors: [mentor] }))
      .thenRejected('E_CONFLICT_MENTOR', 'E_ATTEMPTS');
  });
  it('takes no score outside 0 to 100', () => {
    held()
      .when(record({ practice: 101 }))
      .thenRejected('E_INPUT');
  });
});

describe('taking an attempt back', () => {
  it('names the attempt', () => {
    held(failed).when(reverse(1)).then(reversed(1));
  });
  it('makes room for another on evidence, and never on the word of the enterprise alone', () => {
    held(failed, failedAgain, onPaper(reversed(2)))
      .when(record())
      .then(assessed({ attempt: 3 }));
    held(failed, failedAgain, reversed(2))
      .when(record())
      .thenRejected({ code: 'E_ATTEMPTS', detail: { attempts: 2, finalAttemptsMax: 2 } });
    held(failed, reversed(1), failedAgain, reversed(2)).when(record()).thenRejected('E_ATTEMPTS');
  });
  it('makes room also when the evidence comes later', () => {
    held(failed, failedAgain, reversed(2))
      .with({ evidence: paper })
      .when(reverse(2))
      .then(reversed(2));
    held(failed, failedAgain, reversed(2), onPaper(reversed(2)))
      .when(record())
      .then(assessed({ attempt: 3 }));
  });
  it('uses no attempt up when it was said to be passed', () => {
    const passed = assessed({ attempt: 2 });
    held(failed, passed, reversed(2))
      .when(record({ theory: 70 }))
      .then(assessed({ attempt: 3, theory: 70 }));
  });
  it('says nothing the second time', () => {
    held(failed, reversed(1)).when(reverse(1)).thenNothing();
    held(failed, onPaper(reversed(1)))
      .with({ evidence: paper })
      .when(reverse(1))
      .thenNothing();
    const passed = held(assessed(), reversed(1));
    passed
      .with({ evidence: paper, facts: { issuer: { uscc: '' } } })
      .when(reverse(1))
      .thenNothing();
  });
  it('is refused once a certificate rests on it, until that is revoked', () => {
    const certificateId = idOf('certificate');
    const issuer = { uscc: '91440300MA0000023W' };
    const papers = { papers: [{ certificateId, apprenticeshipId }] };
    const facts = (stands: boolean) => ({ path: pathOfLi, issuer, papers, paper: { stands } });
    const passed = given(finalAssessment, assessed());
    passed
      .with({ facts: facts(true) })
      .when(reverse(1))
      .thenRejected({ code: 'E_STATE', detail: { attempt: 1, certificateId } });
    passed
      .with({ facts: facts(false) })
      .when(reverse(1))
      .then(reversed(1));
    passed
      .with({ facts: { path: pathOfLi, issuer, papers: { papers: [] } } })
      .when(reverse(1))
      .then(reversed(1));
  });
  it('is refused for an attempt that was never recorded', () => {
    held(failed).when(reverse(2)).thenRejected('E_STATE');
    held().when(reverse(1)).thenRejected('E_UNKNOWN');
  });
});
