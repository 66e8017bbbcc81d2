import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Batch, Rejected } from '../support/outcome.js';
import { bootMs, type Ground } from './ground.js';
import { openGround } from './open-ground.js';
import { pathAt } from './path.js';
import { inDays, later } from './refusals/refusal.js';
import { held, lesson, scheduled } from './sessions.js';

let ground: Ground;
let paths: string[] = [];
let [lost, other] = ['', ''];
let day = '';
const [lateApproval, forPath] = [randomUUID(), randomUUID()];
beforeAll(async () => {
  ground = await openGround('2024-03-04');
  for (let nth = 0; nth < 4; nth += 1) paths = [...paths, (await pathAt(ground, 'training')).id];
  day = inDays(ground, -2);
  lost = await scheduled(ground, { on: day });
  other = await held(ground, { on: day, from: '13:00', to: '15:00' }, paths);
  later(ground, 40);
  const span = { from: day, until: day, region: '4403', reason: 'PAPER_RECORD_FOUND' };
  const approve = (approvalId: string, target: string) =>
    ground.cast.bureau.does('approveLateEntry', { approvalId, target, ...span });
  await approve(lateApproval, lost);
  await approve(forPath, paths[0] ?? '');
}, bootMs);
afterAll(() => ground.world.close());

const works = () => ground.cast.enterprise.voice;
const rosterOf = (attended: readonly string[]) =>
  attended.map((apprenticeshipId) => ({ apprenticeshipId, checkIn: 'FACE' }));
const log = (session: string, under: string) =>
  works().sendSheet(
    'logSessionHours',
    { session, roster: rosterOf(session === lost ? paths.slice(0, 3) : paths) },
    { lateApproval: under },
  );
/** Per line the events or the codes. */
const cameOf = (answer: Batch | Rejected): readonly (readonly string[])[] =>
  answer.__typename === 'Rejected'
    ? [answer.reasons.map(({ code }) => code)]
    : answer.lines.map(({ outcome }) =>
        outcome.__typename === 'Accepted'
          ? outcome.events.map(({ type }) => type)
          : outcome.reasons.map(({ code }) => code),
      );

describe('a session that is recorded late', () => {
  const hold = (sessionId: string, attended: readonly string[], envelope = {}) =>
    works().send('holdSession', { sessionId, roster: rosterOf(attended) }, envelope);

  it('is recorded with the hours of its whole roster under one approval', async () => {
    const attended = paths.slice(0, 3);
    expect(await hold(lost, attended)).toMatchObject({ reasons: [{ code: 'E_LATE' }] });
    expect(await hold(lost, attended, { lateApproval })).toMatchObject({ __typename: 'Accepted' });
    expect(cameOf(await log(lost, lateApproval))).toEqual(
      attended.map(() => ['TrainingHoursLogged']),
    );
  });
  it('leaves the lines of another session late', async () => {
    expect(cameOf(await log(other, lateApproval))).toEqual(paths.map(() => ['E_LATE']));
  });
  it('is no approval of the others when one path has one', async () => {
    expect(cameOf(await log(other, forPath))).toEqual([
      ['TrainingHoursLogged'],
      ...paths.slice(1).map(() => ['E_LATE']),
    ]);
  });
  it('is corrected as a whole under the same approval', async () => {
    const right = randomUUID();
    const trainer = (await ground.cast.person('1977-02-03')).id;
    const wishes = { on: day, from: '09:00', to: '11:00', trainer };
    const stead = { ...lesson(ground, right, wishes), replaces: lost };
    await works().does('scheduleSession', stead);
    const present = paths.slice(1);
    expect(await hold(right, present, { lateApproval })).toMatchObject({ __typename: 'Accepted' });
    const correction = { session: lost, replacement: right, reason: 'WRONG_TIME' };
    const corrected = await works().sendSheet('correctSession', correction, { lateApproval });
    expect(cameOf(corrected)).toEqual([
      ['TrainingHoursReversed'],
      ['TrainingHoursReversed', 'TrainingHoursLogged'],
      ['TrainingHoursReversed', 'TrainingHoursLogged'],
      ['TrainingHoursLogged'],
    ]);
  });
});
