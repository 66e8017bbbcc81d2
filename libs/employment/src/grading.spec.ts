import { describe, expect, it } from '@jest/globals';
import { given, idOf, metaOf, type Level } from '#kernel';
import { employment } from './employment.js';
import type { EmploymentCommand } from './employment-commands.js';
import type { EmploymentEvent } from './events.js';
import { heldBy, pathOf } from './sights.js';
import type { ApprenticeshipEvent } from '#training/events';
import {
  apprenticeshipId,
  certificateId,
  departed,
  hired,
  insured,
  path,
  person,
  signed,
} from '../spec/ground.js';

type Grade = Omit<Extract<EmploymentCommand, { type: 'GradeLevel' }>['data'], 'apprenticeshipId'>;
const occupation = path().occupation;
const held = { held: [{ occupation, level: 'INTERMEDIATE' as Level, certificateId }] };
const certified = { facts: { path: path(), held } };
const uncertified = { facts: { path: path(), held: { held: [] } } };
const inTerm = { facts: { path: path('tech-trainee', { termEnds: '2026-03-02' }), held } };

const onCertificate: Grade = { level: 'INTERMEDIATE', basis: 'level-certificate', certificateId };
const grade = (change: Partial<Grade> = {}): EmploymentCommand => ({
  type: 'GradeLevel',
  data: { apprenticeshipId, ...onCertificate, ...change },
});
const promote = (change: Partial<Grade> = {}): EmploymentCommand => ({
  type: 'Promote',
  data: { apprenticeshipId, ...onCertificate, ...change },
});
const graded = (change: Partial<Grade> = {}): EmploymentEvent => ({
  type: 'LevelGraded',
  data: { apprenticeshipId, ...onCertificate, ...change, on: '2026-03-02' },
});
const junior: Partial<Grade> = { level: 'JUNIOR', basis: 'conversion' };
const confirm = { type: 'ConfirmProbation' as const, data: { apprenticeshipId } };
const confirmed = {
  type: 'ProbationConfirmed' as const,
  data: { apprenticeshipId, on: '2026-03-02' },
};

describe('confirming in post', () => {
  it('comes the day after the term', () => {
    given(employment, signed()).with(certified).when(confirm).then(confirmed);
  });
  it('refuses on the last day of the term', () => {
    given(employment, signed())
      .with(inTerm)
      .when(confirm)
      .thenRejected({
        code: 'E_TERM_OPEN',
        detail: { termEnds: '2026-03-02', occurredOn: '2026-03-02' },
      });
  });
  it('refuses someone who left, and a student who was not hired', () => {
    given(employment, signed(), departed).with(certified).when(confirm).thenRejected('E_STATE');
    given(employment, signed())
      .with({ facts: { path: path('student-apprentice') } })
      .when(confirm)
      .thenRejected('E_STATE');
  });
  it('refuses while the training is not completed, though its term is over', () => {
    given(employment, signed())
      .with({ facts: { path: path('tech-trainee', { completed: false }), held } })
      .when(confirm)
      .thenRejected({ code: 'E_STATE', detail: { missing: ['training-completed'] } });
    given(employment, signed(), insured, hired)
      .with({ facts: { path: path('student-apprentice', { completed: false }), held } })
      .when(confirm)
      .thenRejected({ code: 'E_STATE', detail: { missing: ['training-completed'] } });
  });
  it('goes by the term agreed until somebody has taken note of a shorter one', () => {
    const { initial, evolve } = pathOf(apprenticeshipId).folding;
    const own = { apprenticeshipId };
    const past: readonly ApprenticeshipEvent[] = [
      { type: 'TrainingStarted', data: { ...own, on: '2026-01-05', until: '2027-01-04' } },
      { type: 'TermChanged', data: { ...own, until: '2026-03-01', reason: 'shortening' } },
      { type: 'ChangeAcknowledged', data: { ...own, change: 'mentor', by: 'trainee' } },
    ];
    const noted: ApprenticeshipEvent = {
      type: 'ChangeAcknowledged',
      data: { ...own, change: 'term', by: 'trainee' },
    };
    const termAfter = (...events: readonly ApprenticeshipEvent[]) =>
      events.reduce(
        (seen, event) => evolve(seen, { ...event, meta: metaOf('apprenticeship', 0) }),
        initial,
      ).termEnds;
    expect(termAfter(...past)).toBe('2027-01-04');
    expect(termAfter(...past, noted)).toBe('2026-03-01');
    const longer = { ...own, until: '2027-06-04', reason: 'extension' } as const;
    expect(termAfter(...past, { type: 'TermChanged', data: longer }, noted)).toBe('2027-06-04');
  });
  it('says nothing when confirmed already', () => {
    given(employment, signed(), confirmed).with(certified).when(confirm).thenNothing();
  });
});

describe('grading', () => {
  it('rests on a certificate of that level or a higher one', () => {
    given(employment, signed()).with(certified).when(grade()).then(graded());
    given(employment, signed())
      .with(certified)
      .when(grade({ level: 'JUNIOR' }))
      .then(graded({ level: 'JUNIOR' }));
  });
  it('refuses a level above the certificate, and a certificate that is not held', () => {
    given(employment, signed())
      .with(certified)
      .when(grade({ level: 'SENIOR' }))
      .thenRejected('E_LEVEL_BASIS');
    given(employment, signed())
      .with(certified)
      .when(grade({ ...junior, certificateId: idOf('another') }))
      .thenRejected('E_LEVEL_BASIS');
  });
  it('refuses a certificate in another occupation than that of the path', () => {
    const elsewhere = [{ occupation: '4-07-03-02', level: 'SENIOR' as Level, certificateId }];
    given(employment, signed())
      .with({ facts: { path: path(), held: { held: elsewhere } } })
      .when(grade())
      .thenRejected({
        code: 'E_LEVEL_BASIS',
        detail: { level: 'INTERMEDIATE', basis: 'level-certificate', certified: false },
      });
  });
  it('goes by the occupation that the certificate was corrected to', () => {
    const said = { person, level: 'SENIOR' as Level, certificateId };
    const { initial, evolve } = heldBy(person).folding;
    const held = (['4-07-03-02', occupation] as const).map((of) => ({
      ...{ type: 'LevelHeld', data: { ...said, occupation: of }, meta: metaOf('levels-held', 0) },
    }));
    const corrected = (of: string) => ({
      ...{ type: 'LevelCorrected', data: { ...said, occupation: of } },
      meta: metaOf('levels-held', 2),
    });
    const after = (of: string) =>
      given(employment, signed()).with({
        facts: { path: path(), held: [...held, corrected(of)].reduce(evolve, initial) },
      });
    after(occupation).when(grade()).then(graded());
    after('4-07-03-02').when(grade()).thenRejected('E_LEVEL_BASIS');
  });
  it('takes nothing for certified that was only declared', () => {
    const declared = {
      type: 'ExistingCertificateDeclared',
      data: { person, occupation, level: 'SENIOR', number: 'S0000440000011935000001' },
    } as const;
    const { initial, evolve } = heldBy(person).folding;
    expect(evolve(initial, { ...declared, meta: metaOf('levels-held', 0) })).toEqual(initial);
  });
  it('takes conversion up to 初级工 and the own assessment up to 高级工 without a certificate', () => {
    const by = (level: Level, basis: Grade['basis']) => ({ apprenticeshipId, level, basis });
    const fits = [by('JUNIOR', 'conversion'), by('SENIOR', 'enterprise-assessment')];
    const over = [by('INTERMEDIATE', 'conversion'), by('TECHNICIAN', 'enterprise-assessment')];
    const after = given(employment, signed()).with(uncertified);
    for (const data of fits)
      after
        .when({ type: 'GradeLevel', data })
        .then({ type: 'LevelGraded', data: { ...data, on: '2026-03-02' } });
    for (const data of over) after.when({ type: 'GradeLevel', data }).thenRejected('E_LEVEL_BASIS');
  });
  it('refuses within the term', () => {
    given(employment, signed()).with(inTerm).when(grade()).thenRejected('E_TERM_OPEN');
  });
  it('says nothing when graded so already, and refuses a second grading', () => {
    given(employment, signed(), graded()).with(certified).when(grade()).thenNothing();
    given(employment, signed(), graded())
      .with(certified)
      .when(grade({ level: 'JUNIOR' }))
      .thenRejected({ code: 'E_STATE', detail: { level: 'INTERMEDIATE' } });
  });
});

describe('promoting', () => {
  it('names the level before', () => {
    given(employment, signed(), graded({ ...junior }))
      .with(certified)
      .when(promote())
      .then({
        type: 'Promoted',
        data: { apprenticeshipId, ...onCertificate, from: 'JUNIOR', on: '2026-03-02' },
      });
  });
  it('refuses a level without certificate or grading', () => {
    given(employment, signed(), graded({ ...junior }))
      .with(uncertified)
      .when(promote())
      .thenRejected({
        code: 'E_LEVEL_BASIS',
        detail: { level: 'INTERMEDIATE', basis: 'level-certificate', certified: false },
      });
    given(employment, signed()).with(certified).when(promote()).thenRejected('E_LEVEL_BASIS');
  });
  it('refuses a lower level, and anything within the term', () => {
    given(employment, signed(), graded())
      .with(certified)
      .when(promote({ level: 'JUNIOR' }))
      .thenRejected('E_STATE');
    given(employment, signed(), graded({ ...junior }))
      .with(inTerm)
      .when(promote())
      .thenRejected('E_TERM_OPEN');
  });
  it('says nothing at that level already', () => {
    given(employment, signed(), graded()).with(certified).when(promote()).thenNothing();
  });
});
