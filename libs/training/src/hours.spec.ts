import { describe, expect, it } from '@jest/globals';
import { given, idOf } from '#kernel';
import {
  afternoon,
  atBase,
  baseId,
  credited,
  entry,
  held,
  log,
  logged,
  loggedAtBase,
  morning,
  openBase,
  other,
  path,
  reversed,
  wang,
  well,
} from '../spec/hours-world.js';
import { hours } from './hours.js';
import { recognised } from './hours-state.js';

describe('logging the hours of a session', () => {
  it('takes day, times, trainer and venue from the session', () => {
    given(hours).with(well()).when(log()).then(logged());
  });
  it('shortens them for one who came late or left early', () => {
    given(hours)
      .with(well())
      .when(log({ from: '09:00', to: '11:00' }))
      .then(logged({ from: '09:00', to: '11:00', minutes: 120 }));
  });
  it('names the base when the session was at one', () => {
    given(hours)
      .with(well({ session: atBase }))
      .when(log())
      .then(loggedAtBase());
  });
  it('keeps a ledger per trainee: what one attended is no overlap for the other', () => {
    const others = log({ apprenticeshipId: wang });
    given(hours)
      .with(well())
      .when(others)
      .then(logged({ apprenticeshipId: wang }));
  });
  it('says nothing when the same entry is there already', () => {
    given(hours, logged()).with(well()).when(log()).thenNothing();
  });
  it('refuses to say another thing under an id that is used', () => {
    const late = log({ from: '09:00' });
    given(hours, logged()).with(well()).when(late).thenRejected('E_ENTRY');
    given(hours, logged(), reversed()).with(well()).when(log()).thenRejected('E_ENTRY');
  });
  it('takes the time of an entry that was reversed', () => {
    given(hours, logged(), reversed())
      .with(well())
      .when(log({ entry: other }))
      .then(logged({ entry: other }));
  });
});

describe('hours that stay out of the ledger', () => {
  it('are those of a session that was cancelled or never planned', () => {
    for (const standing of ['none', 'cancelled'] as const) {
      const session = { ...held, standing };
      given(hours)
        .with(well({ session }))
        .when(log())
        .thenRejected({ code: 'E_SESSION', detail: { session: morning } });
    }
  });
  it('are those of a session that neither side of the path organizes, or of another class', () => {
    const strange = { ...held, organizer: idOf('another enterprise') };
    given(hours)
      .with(well({ session: strange }))
      .when(log())
      .thenRejected({
        code: 'E_SESSION',
        detail: { session: morning, organizer: strange.organizer, classId: null },
      });
    given(hours)
      .with(well({ session: { ...held, classId: idOf('another class') } }))
      .when(log())
      .thenRejected('E_SESSION');
    const ofClass = { ...held, classId: path.classId, organizer: idOf('class college') };
    given(hours)
      .with(well({ session: ofClass }))
      .when(log())
      .then(logged());
  });
  it('are not those of a session that the operator of its base holds', () => {
    const organizer = openBase.operator ?? '';
    given(hours)
      .with(well({ session: { ...atBase, organizer } }))
      .when(log())
      .then(loggedAtBase());
    given(hours)
      .with(well({ session: { ...atBase, organizer: idOf('another operator') } }))
      .when(log())
      .thenRejected('E_SESSION');
  });
  it('are those outside the times of the session', () => {
    for (const times of [{ from: '08:29' }, { to: '12:01' }, { from: '11:00', to: '10:00' }])
      given(hours).with(well()).when(log(times)).thenRejected('E_SESSION');
  });
  it('are those of someone who is not on the roster of a session that was held', () => {
    const command = log({ apprenticeshipId: idOf('zhao') });
    given(hours).with(well()).when(command).thenRejected('E_SESSION');
    const session = { ...held, standing: 'scheduled', roster: [] } as const;
    given(hours)
      .with(well({ session }))
      .when(command)
      .then(logged({ apprenticeshipId: idOf('zhao') }));
  });
  it('are those before, after or beside the training', () => {
    const beside = [
      { from: '2026-02-28' },
      { until: '2026-02-26' },
      { phase: 'accepted', from: undefined, until: undefined },
      { phase: 'completed' },
      { phase: 'suspended', suspendedOn: '2026-02-27' },
      { pauses: [{ from: '2026-02-20', to: '2026-02-28' }] },
    ] as const;
    for (const change of beside)
      given(hours)
        .with(well({ path: { ...path, ...change } }))
        .when(log())
        .thenRejected('E_TERM');
  });
  it('are not those of the term’s first and last day, nor of the day training resumed', () => {
    for (const change of [
      { from: '2026-02-27' },
      { until: '2026-02-27' },
      { phase: 'suspended', suspendedOn: '2026-02-28' } as const,
      { pauses: [{ from: '2026-02-20', to: '2026-02-27' }] },
    ])
      given(hours)
        .with(well({ path: { ...path, ...change } }))
        .when(log())
        .then(logged());
  });
  it('are those that overlap hours of the same trainee', () => {
    const before = logged({ entry: other, session: afternoon, from: '11:00', to: '13:00' });
    given(hours, before).with(well()).when(log()).thenRejected('E_OVERLAP');
  });
  it('are not those that only touch, or fall on another day', () => {
    const touching = logged({ entry: other, session: afternoon, from: '12:00', to: '13:00' });
    given(hours, touching).with(well()).when(log()).then(logged());
    const dayBefore = logged({ entry: other, session: afternoon, on: '2026-02-26' });
    given(hours, dayBefore).with(well()).when(log()).then(logged());
  });
  it('are those over what a day may hold, to the minute', () => {
    const before = logged({ entry: other, from: '13:00', to: '17:31', minutes: 271 });
    given(hours, before)
      .with(well())
      .when(log())
      .thenRejected({
        code: 'E_DAY_CAP',
        detail: { already: 271, minutes: 210, dayCapMinutes: 480 },
      });
    const fits = logged({ entry: other, from: '13:00', to: '17:30', minutes: 270 });
    given(hours, fits).with(well()).when(log()).then(logged());
  });
  it('are those at a base that was not open, or closed again, or that nobody knows', () => {
    const shut = [
      { ...openBase, openFrom: undefined },
      { ...openBase, openFrom: '2026-02-28' },
      { ...openBase, suspensions: [{ from: '2026-02-27', until: undefined }] },
    ];
    for (const base of shut)
      given(hours)
        .with(well({ session: atBase, base }))
        .when(log())
        .thenRejected({ code: 'E_BASE', detail: { baseId, on: '2026-02-27' } });
  });
  it('are those at a base or online of someone who never checked in', () => {
    for (const venue of ['base', 'online'] as const) {
      const session = { ...held, venue };
      given(hours)
        .with(well({ session }))
        .when(log({ checkIn: 'none' }))
        .thenRejected('E_NO_CHECKIN');
    }
    given(hours)
      .with(well())
      .when(log({ checkIn: 'none' }))
      .then(logged({ checkIn: 'none' }));
  });
  it('are told with every rule they break', () => {
    const before = logged({ entry: other, from: '08:00', to: '13:00', minutes: 300 });
    given(hours, before)
      .with(well({ session: atBase, base: { ...openBase, openFrom: undefined } }))
      .with({ facts: { path: { ...path, until: '2026-02-26' } } })
      .when(log({ to: '12:30' }))
      .thenRejected('E_SESSION', 'E_TERM', 'E_OVERLAP', 'E_DAY_CAP', 'E_BASE');
  });
});

describe('what of the ledger counts', () => {
  it('is what was recognised of the entries that stand, by kind and, online, by venue', () => {
    const online = { entry: other, venue: 'online' } as const;
    const practice = { entry: idOf('third'), activity: 'practice' } as const;
    const { outcome } = given(
      hours,
      loggedAtBase(),
      credited(),
      logged(online),
      { type: 'TrainingHoursConfirmed', data: { ...kept(other), recognisedMinutes: 90 } },
      loggedAtBase(practice),
      credited(60, practice.entry),
    )
      .with(well())
      .when({ type: 'ReverseHours', data: { ...kept(entry), reason: 'typed-twice' } });
    expect(recognised(outcome.state)).toMatchObject({ theory: 90, practice: 60, onlineTheory: 90 });
  });
});

const kept = (id: string) => ({ apprenticeshipId: log().data.apprenticeshipId, entry: id });
