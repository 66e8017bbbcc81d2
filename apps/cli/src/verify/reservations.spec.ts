import { describe, expect, it } from '@jest/globals';
import type { Message } from '#kernel';
import { Reservations } from './reservations.js';

const told = (...events: readonly Message[]) => {
  const reservations = new Reservations();
  for (const event of events) reservations.take(event);
  return [...reservations.dangling()].map(({ subject, detail }) => `${subject}: ${detail}`);
};
const event = (type: string, data: object): Message => ({ type, data });
const path = { apprenticeshipId: 'path' };
const proposed = event('ApprenticeshipProposed', { ...path, person: 'person' });
const reserved = event('PersonReserved', { ...path, person: 'person' });
const seat = event('SeatTaken', { ...path, classId: 'class' });
const enrolled = event('ApprenticeEnrolledInClass', { ...path, classId: 'class' });
const taken = event('ApprenticeTakenOn', { ...path, mentor: 'mentor' });
const assigned = event('MentorAssigned', { ...path, mentor: 'mentor' });
const hours = { trainer: 'trainer', on: '2026-03-02', sessionId: 'session' };
const scheduled = event('SessionScheduled', hours);
const booked = event('TrainerBooked', hours);
const held = event('LevelHeld', { person: 'person', certificateId: 'paper' });
const numbered = event('CertificateNumbered', { certificateId: 'paper' });

describe('reservations', () => {
  it('are all held for something in a path as it should be', () => {
    expect(
      told(
        ...[reserved, proposed, seat, enrolled, taken, assigned],
        ...[scheduled, booked, held, numbered],
        event('TrainingNumberAllotted', { series: 's', sequence: 1, certificateId: 'paper' }),
      ),
    ).toEqual([]);
  });

  it.each([
    [
      'a person taken for a path that is not there',
      [reserved],
      /^active-apprenticeship-person: taken for path path, which is not there/,
    ],
    [
      'a person taken for a path that has ended',
      [reserved, proposed, event('ApprenticeshipWithdrawn', path)],
      /which has ended/,
    ],
    [
      'a path whose person is free',
      [proposed],
      /^apprenticeship-path: goes on, but person person is not taken/,
    ],
    [
      'a seat of a path that does not name it',
      [reserved, proposed, seat],
      /^class-class: holds a place for path path, which does not name it/,
    ],
    [
      'a mentor after the training',
      [reserved, proposed, taken, assigned, event('TrainingCompleted', path)],
      /^mentor-mentor: .* which has completed/,
    ],
    [
      'a trainer booked for a cancelled session',
      [scheduled, booked, event('SessionCancelled', { sessionId: 'session' })],
      /^trainer-day-trainer-2026-03-02: booked by session session/,
    ],
    [
      'a path whose class has no seat for it',
      [reserved, proposed, enrolled],
      /^apprenticeship-path: goes on, but class class has no place for it/,
    ],
    [
      'a path whose mentor has no place for it',
      [reserved, proposed, assigned],
      /^apprenticeship-path: goes on, but mentor mentor has no place for it/,
    ],
    [
      'a session whose trainer is free',
      [scheduled],
      /^session-session: stands, but trainer trainer is not booked for it on 2026-03-02/,
    ],
    ['a level without its certificate', [held], /^levels-held-person: held by certificate paper/],
    [
      'a level whose certificate was revoked',
      [held, numbered, event('CertificateRevoked', { certificateId: 'paper' })],
      /^levels-held-person/,
    ],
    [
      'a number without its certificate',
      [event('LevelNumberAllotted', { series: 's', sequence: 7, certificateId: 'paper' })],
      /^number s\/7: allotted to certificate paper/,
    ],
  ] as const)('name %s', (_what, events, expected) => {
    const found = told(...events);
    expect(found).toHaveLength(1);
    expect(found[0]).toMatch(expected);
  });

  it('are silent once what they held was released', () => {
    const ended = event('ApprenticeshipEnded', path);
    const releases = [
      event('PersonReleased', { ...path, person: 'person' }),
      event('SeatFreed', { ...path, classId: 'class' }),
      event('ApprenticeLetGo', { ...path, mentor: 'mentor' }),
    ];
    const before = [reserved, proposed, seat, enrolled, taken, assigned, ended];
    expect(told(...before)).toHaveLength(3);
    expect(told(...before, ...releases)).toEqual([]);
  });
});
