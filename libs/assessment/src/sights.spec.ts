import { describe, expect, it } from '@jest/globals';
import { idOf, metaOf, type Folding, type Message } from '#kernel';
import type { LevelsHeldEvent } from '#certificates/events';
import type { ActiveApprenticeshipEvent, ApprenticeshipEvent } from '#training/events';
import { enterprise, li, occupation, path as apprenticeshipId } from '../spec/world.js';
import { heldAtOrAbove, levelsOf } from './levels-sight.js';
import { organizationOf } from './organization-sight.js';
import { pathOf, pathSight, postSight, subjectsOf, takenOf } from './path-sight.js';

const fold = <T>(folding: Folding<T>, ...events: readonly Message[]): T =>
  events.reduce<T>(
    (sum, event, at) => folding.evolve(sum, { ...event, meta: metaOf('x', at) }),
    folding.initial,
  );

const proposed: ApprenticeshipEvent = {
  type: 'ApprenticeshipProposed',
  data: {
    apprenticeshipId,
    person: li,
    programme: 'tech-trainee',
    enterprise,
    college: idOf('college'),
    postId: idOf('post'),
    occupation,
    region: '4403',
  },
};
const ended = (outcome: 'confirmed' | 'departed' | 'not-hired'): ApprenticeshipEvent => ({
  type: 'ApprenticeshipEnded',
  data: { apprenticeshipId, outcome },
});

describe('a path as assessment sees it', () => {
  it('knows person, enterprise, class, present mentor and the day of completion', () => {
    const events: ApprenticeshipEvent[] = [
      proposed,
      {
        type: 'ApprenticeEnrolledInClass',
        data: { apprenticeshipId, classId: idOf('class') },
      },
      { type: 'MentorAssigned', data: { apprenticeshipId, mentor: idOf('first') } },
      {
        type: 'MentorChanged',
        data: { apprenticeshipId, from: idOf('first'), mentor: idOf('second') },
      },
      {
        type: 'TrainingCompleted',
        data: { apprenticeshipId, on: '2026-02-20', recognisedMinutes: 1, classHours: 1 },
      },
    ];
    const seen = fold(pathSight, ...events);
    expect(seen).toMatchObject({
      ...{ person: li, programme: 'tech-trainee', enterprise, region: '4403' },
      ...{ mentor: idOf('second'), completedOn: '2026-02-20', left: false },
    });
    expect(subjectsOf(seen)).toEqual([
      `person-${li}`,
      `organization-${enterprise}`,
      `organization-${idOf('college')}`,
      `class-${idOf('class')}`,
    ]);
  });
  it.each([
    ['confirmed', false],
    ['departed', true],
    ['not-hired', true],
  ] as const)('that ended with %s means that the person left: %s', (outcome, left) => {
    expect(fold(pathSight, proposed, ended(outcome)).left).toBe(left);
  });
  it('that was broken off means that the person left', () => {
    const exit = { apprenticeshipId, on: '2026-02-01', reason: 'own-choice' as const };
    expect(fold(pathSight, proposed, { type: 'ApprenticeshipWithdrawn', data: exit }).left).toBe(
      true,
    );
  });
  it('is read from the stream of the path', () => {
    expect(pathOf(apprenticeshipId).stream).toBe(`apprenticeship-${apprenticeshipId}`);
  });
  it('is among those a person was ever taken for', () => {
    const { stream, folding } = takenOf(li);
    const reserved = (id: string): ActiveApprenticeshipEvent => ({
      type: 'PersonReserved',
      data: { person: li, apprenticeshipId: id },
    });
    const released: ActiveApprenticeshipEvent = {
      type: 'PersonReleased',
      data: { person: li, apprenticeshipId },
    };
    const seen = fold(folding, reserved(apprenticeshipId), released, reserved(idOf('second')));
    expect([stream, seen]).toEqual([
      `active-apprenticeship-${li}`,
      { paths: [apprenticeshipId, idOf('second')] },
    ]);
  });
  it('is followed by a post that may be left', () => {
    const departed = {
      type: 'EmployeeDeparted',
      data: { apprenticeshipId, on: '2026-02-01', reason: 'resigned' },
    };
    expect([fold(postSight), fold(postSight, departed)]).toEqual([
      { departed: false },
      { departed: true },
    ]);
  });
});

describe('the levels a person holds', () => {
  const { folding } = levelsOf(li);
  const certificateId = idOf('certificate');
  const held: LevelsHeldEvent = {
    type: 'LevelHeld',
    data: { person: li, occupation, level: 'TECHNICIAN', certificateId },
  };
  it('count when the same or higher in the occupation', () => {
    const seen = fold(folding, held);
    expect(heldAtOrAbove(seen, occupation, 'SENIOR')).toBe('TECHNICIAN');
    expect(heldAtOrAbove(seen, occupation, 'SENIOR_TECHNICIAN')).toBeUndefined();
    expect(heldAtOrAbove(seen, '6-31-01-04', 'SENIOR')).toBeUndefined();
  });
  it('count in the occupation that their certificate was corrected to', () => {
    const right = '6-31-01-04';
    const said = { person: li, level: 'TECHNICIAN', certificateId } as const;
    const beside: LevelsHeldEvent = { type: 'LevelHeld', data: { ...said, occupation: right } };
    const corrected: LevelsHeldEvent = {
      type: 'LevelCorrected',
      data: { ...said, occupation: right },
    };
    const seen = fold(folding, held, beside, corrected);
    expect(heldAtOrAbove(seen, right, 'SENIOR')).toBe('TECHNICIAN');
    expect(heldAtOrAbove(seen, occupation, 'SENIOR')).toBeUndefined();
  });
  it('count when declared, and no longer when let go', () => {
    const declared: LevelsHeldEvent = {
      type: 'ExistingCertificateDeclared',
      data: { person: li, occupation, level: 'JUNIOR', number: '19440001' },
    };
    const free: LevelsHeldEvent = {
      type: 'LevelNoLongerHeld',
      data: { person: li, certificateId },
    };
    const seen = fold(folding, declared, held, free);
    expect(heldAtOrAbove(seen, occupation, 'SENIOR')).toBeUndefined();
    expect(heldAtOrAbove(seen, occupation, 'JUNIOR')).toBe('JUNIOR');
    const withdrawn: LevelsHeldEvent = {
      type: 'ExistingCertificateWithdrawn',
      data: { person: li, number: '19440001' },
    };
    expect(heldAtOrAbove(fold(folding, declared, withdrawn), occupation, 'JUNIOR')).toBeUndefined();
  });
});

describe('an organisation as assessment sees it', () => {
  it('has the region that the directory says', () => {
    const { stream, folding } = organizationOf(enterprise);
    const registered = {
      type: 'OrganizationRegistered',
      data: { kind: 'enterprise', region: '4403' },
    };
    expect([stream, fold(folding, registered)]).toEqual([
      `organization-${enterprise}`,
      { kind: 'enterprise', region: '4403' },
    ]);
  });
});
