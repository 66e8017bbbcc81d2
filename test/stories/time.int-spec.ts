import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { bundledPacks } from '#policy';
import { packInput } from '../support/actors.js';
import { bootMs, type Ground } from './ground.js';
import { openGround } from './open-ground.js';
import { pathAt, type Path } from './path.js';
import { eventsAbout, replayOf, type ReplayView } from './reading.js';
import { entryOf, held, logged } from './sessions.js';

let ground: Ground;
const about = (path: Path) => `person-${path.person.id}`;
const province = () => ground.cast.province;

beforeAll(async () => {
  ground = await openGround('2024-03-04');
}, bootMs);
afterAll(() => ground.world.close());

/** The last microsecond before a moment. */
const justBefore = (moment: string): string => {
  const micros =
    BigInt(Date.parse(`${moment.slice(0, 23)}Z`)) * 1000n + BigInt(moment.slice(23, 26));
  const before = micros - 1n;
  const whole = new Date(Number(before / 1000n)).toISOString().slice(0, 23);
  return `${whole}${String(before % 1000n).padStart(3, '0')}Z`;
};

/** Logged, confirmed, disputed, corrected, confirmed again, taken back: what is known of the hours changes at every act. */
const corrections = async (path: Path): Promise<readonly (() => Promise<unknown>)[]> => {
  const { voice, second } = ground.cast.enterprise;
  const one = { apprenticeshipId: path.id };
  const on = ground.world.clock.today();
  const session = await held(ground, { on }, [path.id]);
  const right = await held(ground, { on, from: '09:00', to: '12:00' }, [path.id]);
  const [entry, replacement] = [randomUUID(), randomUUID()];
  const instead = { session: right, replacement, checkIn: 'FACE', reason: 'WRONG_TIME' };
  return [
    () => voice.does('logHours', entryOf(path.id, session, entry)),
    () => second.does('confirmHours', { ...one, entry }),
    () => path.person.voice.does('disputeHours', { ...one, entry, reason: 'WRONG_TIME' }),
    () => voice.does('correctHours', { ...one, entry, ...instead }),
    () => second.does('confirmHours', { ...one, entry: replacement }),
    () => second.does('reverseHours', { ...one, entry: replacement, reason: 'WAS_ABSENT' }),
  ];
};

const recognised = ({ states }: ReplayView, path: Path): number => {
  const entries = (states[`hours-${path.id}`]?.['entries'] ?? {}) as Record<
    string,
    { recognised: number }
  >;
  return Object.values(entries).reduce((sum, entry) => sum + entry.recognised, 0);
};

describe('looking back at a trainee with corrections', () => {
  it('gives at every moment what was known at that moment', async () => {
    const path = await pathAt(ground, 'training');
    const known: ReplayView[] = [];
    for (const act of await corrections(path)) {
      await act();
      const now = await replayOf(province(), about(path));
      if (now) known.push(now);
    }
    expect(known.map((then) => recognised(then, path))).toEqual([0, 240, 0, 0, 180, 0]);
    for (const then of known) {
      const last = then.events.at(-1);
      const again = await replayOf(province(), about(path), { asOf: last?.recordedAt ?? '' });
      expect(again).toEqual(then);
      expect(await replayOf(province(), about(path), { position: last?.position ?? '' })).toEqual(
        then,
      );
    }
  });
  it('gives between any two events exactly what had been recorded', async () => {
    const path = await pathAt(ground, 'training');
    for (const act of await corrections(path)) await act();
    const events = await eventsAbout(province(), about(path));
    expect(events.length).toBeGreaterThan(20);
    for (const [index, event] of events.entries()) {
      const at = event.recordedAt ?? '';
      const upTo = async (asOf: string) =>
        (await replayOf(province(), about(path), { asOf }))?.events.map(({ id }) => id) ?? [];
      const ids = events.map(({ id }) => id);
      expect(await upTo(justBefore(at))).toEqual(ids.slice(0, index));
      expect(await upTo(at)).toEqual(ids.slice(0, index + 1));
    }
  });
});

describe('a clock that is set back an hour', () => {
  it('breaks neither the order of what is recorded nor looking back', async () => {
    const path = await pathAt(ground, 'training');
    const [first, second, ...rest] = await corrections(path);
    await first?.();
    ground.world.clock.move(-3_600_000);
    await second?.();
    for (const act of rest) await act();
    const events = await eventsAbout(province(), about(path));
    const moments = events.map(({ recordedAt }) => recordedAt ?? '');
    expect(moments).toEqual([...new Set(moments)].sort());
    const { store } = ground.world.platform;
    const positions = events.map(({ position }) => position ?? '');
    expect([...positions].sort((a, b) => store.comparePositions(a, b))).toEqual(positions);
    const sums = [];
    for (const { recordedAt, type } of events.slice(-7)) {
      const then = await replayOf(province(), about(path), { asOf: recordedAt ?? '' });
      sums.push([type, then ? recognised(then, path) : undefined]);
    }
    expect(sums).toEqual([
      ['TrainingHoursLogged', 0],
      ['TrainingHoursConfirmed', 240],
      ['TrainingHoursDisputed', 0],
      ['TrainingHoursReversed', 0],
      ['TrainingHoursLogged', 0],
      ['TrainingHoursConfirmed', 180],
      ['TrainingHoursReversed', 0],
    ]);
    ground.world.clock.move(3_600_000);
  });
});

describe('a pack that is changed in mid-year', () => {
  it('decides each day by its own edition, also when the day is recorded later', async () => {
    const pack = bundledPacks.find(({ scheme }) => scheme === 'student-apprentice');
    if (!pack) throw new Error('no bundled pack for students');
    const { voice } = ground.cast.enterprise;
    ground.world.clock.set('2024-06-24');
    const path = await pathAt(ground, 'training');
    const figures = { ...pack.figures, dayCapMinutes: 420 };
    const next = { ...pack, edition: 2, effectiveFrom: '2024-07-01', figures };
    await ground.cast.operator.does('publishRulePack', packInput(next));
    ground.world.clock.set('2024-07-05');
    const wholeDay = { from: '08:00', to: '16:00' };
    const decided = async (on: string, wishes: object) => {
      const session = await held(ground, { on, ...wishes }, [path.id]);
      return voice.send('logHours', entryOf(path.id, session));
    };
    expect(await decided('2024-06-28', wholeDay)).toMatchObject({
      events: [{ rules: '44/student-apprentice/2022-10-01/1', occurredOn: '2024-06-28' }],
    });
    expect(await decided('2024-07-02', wholeDay)).toMatchObject({
      reasons: [
        {
          code: 'E_DAY_CAP',
          rules: '44/student-apprentice/2024-07-01/2',
          detail: { minutes: 480, dayCapMinutes: 420 },
        },
      ],
    });
    expect(await decided('2024-07-03', { from: '08:00', to: '15:00' })).toMatchObject({
      events: [{ rules: '44/student-apprentice/2024-07-01/2' }],
    });
    const { entry } = await logged(ground, path.id, { on: '2024-06-27', ...wholeDay });
    const confirmed = await ground.cast.enterprise.second.does('confirmHours', {
      ...{ apprenticeshipId: path.id, entry },
    });
    expect(confirmed.events[0]?.rules).toBe('44/student-apprentice/2022-10-01/1');
  });
});
