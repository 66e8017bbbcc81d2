import { describe, expect, it } from '@jest/globals';
import { idOf, metaOf, type Recorded } from '#kernel';
import type { EmploymentEvent } from '#employment/events';
import { noApprenticeship, type Apprenticeship } from '../apprenticeship-state.js';
import { noSession, type Session } from '../session-state.js';
import { whenApprenticeTakenOnThenSettle as mentors } from './when-apprentice-taken-on-then-settle.js';
import { whenPathEndsThenFreeThePerson as ends } from './when-path-ends-then-free-the-person.js';
import { whenSeatTakenThenSettle as seats } from './when-seat-taken-then-settle.js';
import { whenTrainerBookedThenSettle as trainers } from './when-trainer-booked-then-settle.js';
import * as p from '../../spec/paths.js';

const { ids, own, its } = p;
const recorded = <E extends { type: string; data: object }>(event: E): Recorded<E> => ({
  ...event,
  meta: metaOf('spec', 0),
});
const path: Apprenticeship = {
  ...noApprenticeship,
  phase: 'training',
  person: ids.person,
  enterprise: ids.enterprise,
  classId: ids.class,
  mentor: ids.mentor,
};
const over: Apprenticeship = { ...path, phase: 'ended' };

describe('when a path ends then free the person', () => {
  const settled: readonly [EmploymentEvent, string][] = [
    [{ type: 'ProbationConfirmed', data: { ...own, on: '2027-06-01' } }, 'confirmed'],
    [{ type: 'ApprenticeNotHired', data: { ...own, reason: 'not-offered' } }, 'not-hired'],
    [
      { type: 'EmployeeDeparted', data: { ...own, on: '2027-06-01', reason: 'resigned' } },
      'departed',
    ],
  ];
  it.each(settled)('closes the path after %j', (event, outcome) => {
    expect(ends.on).toContain(event.type);
    expect(ends.react(recorded(event) as never, {})).toEqual([
      {
        category: 'apprenticeship',
        command: { type: 'EndApprenticeship', data: { ...own, outcome } },
      },
    ]);
  });
});

describe('when a seat is taken then settle', () => {
  const seat = { ...own, classId: ids.class };
  const taken = recorded({ type: 'SeatTaken' as const, data: seat });
  const freed = recorded({ type: 'SeatFreed' as const, data: seat });
  const enrolled = recorded(p.enrolled);
  const free = [{ category: 'class', command: { type: 'FreeSeat', data: seat } }];
  const take = [
    {
      category: 'class',
      command: { type: 'TakeSeat', data: { ...seat, enterprise: ids.enterprise } },
    },
  ];

  it('leaves a seat alone whose path is enrolled', () => {
    expect(seats.react(taken, { path })).toEqual([]);
    expect(seats.react(freed, { path: over })).toEqual([]);
  });
  it('frees a seat whose path knows nothing of it or is over', () => {
    expect(seats.react(taken, { path: noApprenticeship })).toEqual(free);
    expect(seats.react(taken, { path: { ...path, classId: idOf('other class') } })).toEqual(free);
    expect(seats.react(taken, { path: over })).toEqual(free);
    const exit = recorded(its('ApprenticeshipWithdrawn', { on: '2026-03-02', reason: 'health' }));
    expect(seats.react(exit, { path: over })).toEqual(free);
  });
  it('takes it again when it was freed too early', () => {
    expect(seats.react(freed, { path })).toEqual(take);
    expect(seats.react(enrolled, { path })).toEqual(take);
  });
  it('says nothing of a path without a class', () => {
    const refused = recorded(its('EligibilityRefused', { reason: 'health' }));
    expect(seats.react(refused, { path: { ...over, classId: undefined } })).toEqual([]);
  });
});

describe('when an apprentice is taken on then settle', () => {
  const place = { ...own, mentor: ids.mentor };
  const taken = recorded({ type: 'ApprenticeTakenOn' as const, data: place });
  const letGo = recorded({ type: 'ApprenticeLetGo' as const, data: place });
  const go = (mentor: string) => ({
    category: 'mentor',
    command: { type: 'LetGoApprentice', data: { ...own, mentor } },
  });
  const take = (mentor: string) => ({
    category: 'mentor',
    command: {
      type: 'TakeOnApprentice',
      data: { ...own, mentor, enterprise: ids.enterprise },
    },
  });

  it('leaves a place alone that the path knows of', () => {
    expect(mentors.react(taken, { path })).toEqual([]);
    expect(mentors.react(letGo, { path: over })).toEqual([]);
  });
  it('gives back a place that the path knows nothing of, has completed or has left', () => {
    expect(mentors.react(taken, { path: noApprenticeship })).toEqual([go(ids.mentor)]);
    expect(mentors.react(taken, { path: over })).toEqual([go(ids.mentor)]);
    const done = recorded(p.completed);
    expect(mentors.react(done, { path: { ...path, phase: 'completed' } })).toEqual([
      go(ids.mentor),
    ]);
  });
  it('takes it again when it was given back too early', () => {
    expect(mentors.react(letGo, { path })).toEqual([take(ids.mentor)]);
    expect(mentors.react(recorded(p.assigned), { path })).toEqual([take(ids.mentor)]);
  });
  it('looks at both mentors after a change', () => {
    const change = { from: ids.otherMentor, mentor: ids.mentor, reason: 'left' as const };
    const changed = recorded(its('MentorChanged', change));
    const sent = mentors.react(changed, { path });
    expect(sent).toHaveLength(2);
    expect(sent).toEqual(expect.arrayContaining([take(ids.mentor), go(ids.otherMentor)]));
  });
});

describe('when a trainer is booked then settle', () => {
  const sessionId = idOf('session');
  const day = { trainer: idOf('trainer'), on: '2026-03-02', sessionId };
  const hours = { from: '08:00', to: '10:00' };
  const booked = recorded({ type: 'TrainerBooked' as const, data: { ...day, ...hours } });
  const freed = recorded({ type: 'TrainerFreed' as const, data: day });
  const cancelled = recorded({ type: 'SessionCancelled' as const, data: { sessionId } });
  const session: Session = { ...noSession, ...day, ...hours, standing: 'scheduled' };
  const free = [{ category: 'trainer-day', command: { type: 'FreeTrainer', data: day } }];

  it('leaves hours alone whose session stands', () => {
    expect(trainers.react(booked, { session })).toEqual([]);
    expect(trainers.react(booked, { session: { ...session, standing: 'held' } })).toEqual([]);
  });
  it('frees hours whose session is missing, cancelled or another', () => {
    expect(trainers.react(booked, { session: noSession })).toEqual(free);
    expect(trainers.react(booked, { session: { ...session, standing: 'cancelled' } })).toEqual(
      free,
    );
    expect(trainers.react(booked, { session: { ...session, on: '2026-03-03' } })).toEqual(free);
    expect(trainers.react(cancelled, { session: { ...session, standing: 'cancelled' } })).toEqual(
      free,
    );
  });
  it('books them again when they were freed too early', () => {
    const book = [
      { category: 'trainer-day', command: { type: 'BookTrainer', data: { ...day, ...hours } } },
    ];
    expect(trainers.react(freed, { session })).toEqual(book);
  });
  it('says nothing of what never was', () => {
    expect(trainers.react(freed, { session: noSession })).toEqual([]);
    expect(trainers.react(cancelled, { session: noSession })).toEqual([]);
  });
});
