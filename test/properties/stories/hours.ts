// Sessions and the ledger of hours: logged, confirmed, disputed, corrected, credited or refused.
import { as, type Cast } from '../cast.js';
import { chance } from '../values.js';
import type { World } from '../world.js';
import type { Path } from './path.js';
import { act } from './act.js';

interface Session {
  readonly sessionId: string;
  hold(): Promise<void>;
  cancel(): Promise<void>;
}

const schedule = async (
  world: World,
  cast: Cast,
  { apprenticeshipId }: Path,
  said: {
    readonly atBase?: boolean;
    readonly from: string;
    readonly to: string;
    replaces?: string;
  },
): Promise<Session> => {
  const { atBase = false, ...times } = said;
  const sessionId = world.newId();
  const organizer = atBase ? cast.baseOwner : cast.works;
  const by = as(atBase ? 'base' : 'enterprise', { organization: organizer });
  const place = atBase ? { venue: 'base', baseId: cast.base } : { venue: 'enterprise' };
  const when = { on: world.today, activity: 'practice', trainer: cast.trainer };
  const put = (type: string, data: object) => act(world, cast, ['session', type, data], by);
  await put('ScheduleSession', { sessionId, organizer, ...place, ...when, ...times });
  const roster = [{ apprenticeshipId, checkIn: 'face' }];
  return {
    sessionId,
    hold: () => put('HoldSession', { sessionId, roster }),
    cancel: () => put('CancelSession', { sessionId }),
  };
};

/** Some days of training. */
export const attendance = async (world: World, cast: Cast, path: Path): Promise<void> => {
  await atWorks(world, cast, path);
  world.wait(1);
  await atBase(world, cast, path);
  world.wait(1);
  await mistakes(world, cast, path);
};

const log = async (world: World, { by }: Path, session: Session): Promise<string> => {
  const entry = world.newId();
  await session.hold();
  await by.works('hours', 'LogHours', { entry, session: session.sessionId, checkIn: 'face' });
  return entry;
};

const atWorks = async (world: World, cast: Cast, path: Path): Promise<void> => {
  const session = await schedule(world, cast, path, { from: '08:00', to: '11:30' });
  const entry = await log(world, path, session);
  await path.by.clerk('hours', 'ConfirmHours', { entry });
  if (chance(world.choose, 40))
    await path.by.trainee('hours', 'DisputeHours', { entry, reason: 'wrong-time', note: '早退' });
};

const atBase = async (world: World, cast: Cast, path: Path): Promise<void> => {
  const morning = await schedule(world, cast, path, { atBase: true, from: '08:00', to: '10:00' });
  const noon = await schedule(world, cast, path, { atBase: true, from: '10:00', to: '12:00' });
  await path.by.clerk('hours', 'CreditBaseHours', { entry: await log(world, path, morning) });
  const refused = { entry: await log(world, path, noon), reason: 'not-in-plan' };
  await path.by.clerk('hours', 'RefuseBaseHours', refused);
};

const mistakes = async (world: World, cast: Cast, path: Path): Promise<void> => {
  const wrong = await schedule(world, cast, path, { from: '08:00', to: '10:00' });
  const entry = await log(world, path, wrong);
  if (chance(world.choose, 50)) {
    const right = await schedule(world, cast, path, { from: '14:00', to: '15:00' });
    await right.hold();
    const replacement = { replacement: world.newId(), session: right.sessionId, checkIn: 'face' };
    await path.by.works('hours', 'CorrectHours', { entry, reason: 'wrong-time', ...replacement });
  } else await path.by.works('hours', 'ReverseHours', { entry, reason: 'typed-twice' });
  if (chance(world.choose, 50)) await wrong.cancel();
  else {
    const stead = { from: '16:00', to: '17:00', replaces: wrong.sessionId };
    await schedule(world, cast, path, stead);
  }
};
