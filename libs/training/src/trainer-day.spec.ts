import { describe, expect, it } from '@jest/globals';
import { given, idOf } from '#kernel';
import { openClass, schedule, sessionId, trainer } from '../spec/offer-world.js';
import { session } from './session.js';
import { trainerDay } from './trainer-day.js';

const day = { trainer, on: '2026-02-27' };
const times = { from: '08:30', to: '12:00' };
const book = { type: 'BookTrainer', data: { ...day, ...times, sessionId } } as const;
const booked = { type: 'TrainerBooked', data: { ...day, ...times, sessionId } } as const;
const free = { type: 'FreeTrainer', data: { ...day, sessionId } } as const;
const freed = { type: 'TrainerFreed', data: { ...day, sessionId } } as const;
const rival = (from: string, to: string) =>
  ({ type: 'BookTrainer', data: { ...day, from, to, sessionId: idOf('rival') } }) as const;

describe('a trainer’s day', () => {
  it('is booked for a session', () => {
    given(trainerDay).when(book).then(booked);
    expect(trainerDay.streamOf(book)).toBe(`${trainer}-2026-02-27`);
  });
  it('refuses a second session at the same time, and names the first', () => {
    given(trainerDay, booked)
      .when(rival('11:59', '13:00'))
      .thenRejected({
        code: 'E_TRAINER_OVERLAP',
        detail: { on: '2026-02-27', from: '11:59', to: '13:00', session: sessionId },
      });
  });
  it('takes one that only touches, or one after the time was freed', () => {
    const noon = rival('12:00', '13:00');
    given(trainerDay, booked).when(noon).then({ type: 'TrainerBooked', data: noon.data });
    const same = rival('08:30', '12:00');
    given(trainerDay, booked, freed).when(same).then({ type: 'TrainerBooked', data: same.data });
  });
  it('frees only what is booked for the session', () => {
    given(trainerDay, booked).when(free).then(freed);
    given(trainerDay, booked, freed).when(free).thenNothing();
    const other = { ...free, data: { ...day, sessionId: idOf('rival') } };
    given(trainerDay, booked).when(other).thenNothing();
  });
  it('says nothing when it is booked for the session already', () => {
    given(trainerDay, booked).when(book).thenNothing();
  });
});

describe('who trains in a session', () => {
  it('is somebody registered, at whatever place it is', () => {
    given(session)
      .with({ facts: { class: openClass, trainer: false } })
      .when(schedule())
      .thenRejected({ code: 'E_UNKNOWN', detail: { trainer } });
  });
});
