import { describe, expect, it } from '@jest/globals';
import { given, idOf, type Level } from '#kernel';
import { enterprise, li, shenzhen, wang } from '../spec/offer-world.js';
import type { MentorEvent } from './events.js';
import { mentor } from './mentor.js';

const who = idOf('master');
const rival = idOf('rival');
const qualify = (of = enterprise, level: Level = 'TECHNICIAN') =>
  ({ type: 'QualifyMentor', data: { mentor: who, enterprise: of, level } }) as const;
const qualified = (of = enterprise, level: Level = 'TECHNICIAN') =>
  ({ type: 'MentorQualified', data: { mentor: who, enterprise: of, level } }) as const;
const disqualify = { type: 'DisqualifyMentor', data: { mentor: who } } as const;
const disqualified = { type: 'MentorDisqualified', data: { mentor: who } } as const;
const take = (of = enterprise) =>
  ({
    type: 'TakeOnApprentice',
    data: { mentor: who, apprenticeshipId: li, enterprise: of },
  }) as const;
const taken = (apprenticeshipId = li) =>
  ({ type: 'ApprenticeTakenOn', data: { mentor: who, apprenticeshipId } }) as const;
const letGo = { type: 'LetGoApprentice', data: { mentor: who, apprenticeshipId: li } } as const;
const gone = { type: 'ApprenticeLetGo', data: { mentor: who, apprenticeshipId: li } } as const;
const well = { facts: { enterprise: shenzhen, registered: true } };
const standing = (...past: readonly MentorEvent[]) => given(mentor, ...past).with(well);

describe('a mentor’s standing', () => {
  it('is given by the enterprise, and raised', () => {
    standing().when(qualify()).then(qualified());
    const higher = qualified(enterprise, 'SENIOR_TECHNICIAN');
    standing(qualified()).when(qualify(enterprise, 'SENIOR_TECHNICIAN')).then(higher);
  });
  it('is for someone registered', () => {
    standing()
      .with({ facts: { registered: false } })
      .when(qualify())
      .thenRejected({ code: 'E_UNKNOWN', detail: { mentor: who } });
  });
  it('is with one enterprise until that one ends it and the last apprentice is let go', () => {
    standing(qualified())
      .when(qualify(rival))
      .thenRejected({ code: 'E_STATE', detail: { phase: 'qualified-elsewhere' } });
    standing(qualified(), taken(), disqualified)
      .when(qualify(rival))
      .thenRejected({ code: 'E_STATE', detail: { phase: 'apprentices-elsewhere' } });
    standing(qualified(), taken(), disqualified, gone).when(qualify(rival)).then(qualified(rival));
  });
  it('is the enterprise’s own affair', () => {
    const { outcome } = standing(qualified()).when(qualify());
    expect(mentor.parties(disqualify, outcome.state, {})).toEqual({ enterprise });
    expect(mentor.parties(qualify(rival), outcome.state, {})).toEqual({ enterprise });
    expect(mentor.parties(qualify(rival), mentor.initial, {})).toEqual({ enterprise: rival });
  });
  it('ends', () => {
    standing(qualified()).when(disqualify).then(disqualified);
  });
  it('says nothing when it is as asked', () => {
    standing(qualified()).when(qualify()).thenNothing();
    standing(qualified(), disqualified).when(disqualify).thenNothing();
  });
});

describe('the places with a mentor', () => {
  it('are taken up to what the rules allow', () => {
    given(mentor, qualified()).with(well).when(take()).then(taken());
    given(mentor, qualified(), taken(wang))
      .with({ ...well, rules: { mentorMaxApprentices: 1 } })
      .when(take())
      .thenRejected({
        code: 'E_CAPACITY_MENTOR',
        detail: { taken: 1, mentorMaxApprentices: 1 },
      });
  });
  it('are for apprentices of the enterprise that qualified the mentor', () => {
    const no = { code: 'E_MENTOR', detail: { mentor: who } } as const;
    given(mentor).with(well).when(take()).thenRejected(no);
    given(mentor, qualified(), disqualified).with(well).when(take()).thenRejected(no);
    given(mentor, qualified()).with(well).when(take(rival)).thenRejected(no);
  });
  it('are freed', () => {
    given(mentor, qualified(), taken(), disqualified).when(letGo).then(gone);
    given(mentor, qualified(), taken(), taken(wang), gone)
      .with({ ...well, rules: { mentorMaxApprentices: 2 } })
      .when(take())
      .then(taken());
  });
  it('say nothing when they are held or free already', () => {
    given(mentor, qualified(), taken(), disqualified).with(well).when(take()).thenNothing();
    given(mentor, qualified(), taken(wang)).when(letGo).thenNothing();
  });
});
