import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { BatchOutcome, Rejected } from '#event-store';
import { idOf, type PersonActor } from '#kernel';
import { college, li, sessionId, trainer, wang } from '../spec/offer-world.js';
import { inTraining, told, trainingGround, words, type Ground } from '../spec/training-ground.js';

const zhao = idOf('zhao');
const right = idOf('right session');
const teacher: PersonActor = { user: 'teacher', role: 'college', organization: college };
const dean: PersonActor = { user: 'dean', role: 'college', organization: college };
const stranger: PersonActor = { user: 'x', role: 'college', organization: idOf('elsewhere') };
const roster = [
  { apprenticeshipId: li, checkIn: 'face' },
  { apprenticeshipId: wang, checkIn: 'signature' },
];
const log = { type: 'LogSessionHours', data: { session: sessionId, roster } };
const confirm = { type: 'ConfirmSessionHours', data: { session: sessionId } };
const reverse = { type: 'ReverseSession', data: { session: sessionId, reason: 'typed-twice' } };
const correct = {
  type: 'CorrectSession',
  data: { session: sessionId, reason: 'wrong-time', replacement: right },
};

let ground: Ground;
beforeAll(async () => {
  ground = await trainingGround();
  for (const path of [li, wang, zhao]) await inTraining(ground, path);
  await told(ground, `person-${trainer}`, [
    {
      type: 'PersonRegistered',
      data: { personId: trainer, idKind: 'resident-id', registeredBy: college },
    },
  ]);
  await told(ground, `session-${sessionId}`, [
    { type: 'SessionScheduled', data: words },
    { type: 'SessionHeld', data: { sessionId, roster } },
  ]);
});
afterAll(() => ground.leave());

const send = (command: object, name: string, actor = teacher) =>
  ground.dispatcher.dispatchSheet(command, { commandId: idOf(name) }, actor);

/** Per line whom it is about and what came of it: the events' types, or the codes of the rules. */
const cameOf = (outcome: BatchOutcome | Rejected) => {
  if ('outcome' in outcome) return outcome.reasons.map(({ code }) => code);
  return outcome.lines.map(({ label, outcome: one }) => [
    label,
    one.outcome === 'accepted'
      ? one.events.map(({ type }) => type)
      : one.reasons.map(({ code }) => code),
  ]);
};
const ledgers = () => Promise.all([li, wang, zhao].map((id) => ground.revision(`hours-${id}`)));

describe('the hours of a whole session', () => {
  it('are logged for each who attended, and a repeat gives the first answer', async () => {
    const first = await send(log, 'log');
    expect(cameOf(first)).toEqual([
      [li, ['TrainingHoursLogged']],
      [wang, ['TrainingHoursLogged']],
    ]);
    expect(await send(log, 'log')).toEqual(first);
    expect(await ledgers()).toEqual([0, 0, -1]);
  });
  it('are not logged again by another command', async () => {
    expect(cameOf(await send(log, 'log again', dean))).toEqual([
      [li, ['E_OVERLAP']],
      [wang, ['E_OVERLAP']],
    ]);
  });
  it('are confirmed by another than the one who logged', async () => {
    expect(cameOf(await send(confirm, 'confirm own'))).toEqual([
      [li, ['E_FOUR_EYES']],
      [wang, ['E_FOUR_EYES']],
    ]);
    const done = [
      [li, ['TrainingHoursConfirmed']],
      [wang, ['TrainingHoursConfirmed']],
    ];
    expect(cameOf(await send(confirm, 'confirm', dean))).toEqual(done);
    expect(cameOf(await send(confirm, 'confirm', dean))).toEqual(done);
    expect(cameOf(await send(confirm, 'confirm more', dean))).toEqual([
      [li, []],
      [wang, []],
    ]);
    expect(await ledgers()).toEqual([1, 1, -1]);
  });
  it('are reversed, and then logged again in entries of their own', async () => {
    expect(cameOf(await send(reverse, 'reverse'))).toEqual([
      [li, ['TrainingHoursReversed']],
      [wang, ['TrainingHoursReversed']],
    ]);
    expect(cameOf(await send(reverse, 'reverse more'))).toEqual([
      [li, []],
      [wang, []],
    ]);
    expect(cameOf(await send(log, 'log'))).toEqual([
      [li, ['TrainingHoursLogged']],
      [wang, ['TrainingHoursLogged']],
    ]);
    expect(await ledgers()).toEqual([2, 2, -1]);
    await send(log, 'log anew');
    await send(confirm, 'confirm anew', dean);
    const events = await ground.store.read(`hours-${li}`, { from: 0, limit: 10 });
    const entries = events.map(({ data }) => (data as { entry: string }).entry);
    expect(new Set(entries.slice(0, 3)).size).toBe(1);
    expect(new Set(entries.slice(3)).size).toBe(1);
    expect(entries[3]).not.toBe(entries[0]);
    expect(events.map(({ type }) => type).slice(3)).toEqual([
      'TrainingHoursLogged',
      'TrainingHoursConfirmed',
    ]);
  });
});

describe('a session recorded wrongly', () => {
  const instead = { ...words, sessionId: right, from: '09:00', to: '11:00', replaces: sessionId };
  const attended = [
    { apprenticeshipId: li, checkIn: 'face' },
    { apprenticeshipId: zhao, checkIn: 'face' },
  ];
  const dispatch = (type: string, data: object) =>
    ground.dispatcher.dispatch('session', { type, data }, {}, teacher);
  it('waits for its hours when it is cancelled, and for its successor when it is corrected', async () => {
    const cancelled = await dispatch('CancelSession', { sessionId });
    expect(cancelled).toMatchObject({ reasons: [{ code: 'E_STATE', detail: { hours: 2 } }] });
    expect(cameOf(await send(correct, 'too early'))).toEqual(['E_SESSION']);
  });
  it('gives way to the right one, whose trainer is the same at the same time', async () => {
    const rival = { ...words, sessionId: idOf('rival') };
    expect(await dispatch('ScheduleSession', instead)).toMatchObject({ outcome: 'accepted' });
    expect(await dispatch('ScheduleSession', rival)).toMatchObject({
      reasons: [{ code: 'E_TRAINER_OVERLAP', detail: { session: right } }],
    });
    const held = await dispatch('HoldSession', { sessionId: right, roster: attended });
    expect(held).toMatchObject({ outcome: 'accepted' });
    expect(cameOf(await send(confirm, 'confirm void', dean))).toEqual([
      [li, []],
      [wang, []],
    ]);
  });
  it('is corrected for who was there, reversed for who was not, logged for who was passed over', async () => {
    const first = await send(correct, 'correct');
    expect(cameOf(first)).toEqual([
      [li, ['TrainingHoursReversed', 'TrainingHoursLogged']],
      [wang, ['TrainingHoursReversed']],
      [zhao, ['TrainingHoursLogged']],
    ]);
    expect(await send(correct, 'correct')).toEqual(first);
    const [logged] = await ground.store.read(`hours-${zhao}`, { from: 0, limit: 10 });
    expect(logged?.data).toMatchObject({ session: right, from: '09:00', minutes: 120 });
  });
});

describe('who may do this', () => {
  it('is nobody of another college, who is not even told whom it is about', async () => {
    for (const command of [log, confirm, reverse, correct])
      expect(cameOf(await send(command, `strange ${command.type}`, stranger))).toEqual([
        'E_FORBIDDEN',
      ]);
  });
  it('is nobody at all for a session that was never held', async () => {
    const none = { ...confirm, data: { session: idOf('nowhere') } };
    expect(cameOf(await send(none, 'none', dean))).toEqual(['E_SESSION']);
  });
});
