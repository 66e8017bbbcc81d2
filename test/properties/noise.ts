// Commands that anybody may think of at any moment.
import { membersOf } from '#event-store';
import type { Actor, AnyDecider } from '#kernel';
import { as, system, type Cast } from './cast.js';
import { odds } from './odds.js';
import { chance, dataOf, pick } from './values.js';
import type { World } from './world.js';

/** Commands that end things: rarer in the middle of a story, or few stories would come far. */
const ending =
  /^(?:Withdraw|Terminate|Refuse|End|Cancel|Disqualify|Close|Suspend|Remove|Revoke|LetGo|Release|Free)/;

/** One random command of any decider. */
export const noise = (world: World, cast: Cast): Promise<void> => {
  const decider = pick(world.choose, [...world.engine.deciders.values()]);
  const members = membersOf(decider.commands);
  const mild = members.filter((member) => !ending.test(member.shape.type.value));
  const among = mild.length > 0 && chance(world.choose, 85) ? mild : members;
  return randomCommand(world, cast, [decider, among]);
};

/** One command of this decider: now and then the one that is due, else any. */
export const trial = async (world: World, cast: Cast, decider: AnyDecider): Promise<void> => {
  const due = odds[decider.category];
  if (due && chance(world.choose, 60)) {
    const [type, data, by] = await due(world, cast);
    await world.put(decider.category, { type, data }, by ?? pick(world.choose, actors(cast)));
  } else await randomCommand(world, cast, [decider, membersOf(decider.commands)]);
};

const randomCommand = async (
  world: World,
  cast: Cast,
  [decider, among]: readonly [AnyDecider, ReturnType<typeof membersOf>],
): Promise<void> => {
  const member = pick(world.choose, among);
  const { type, data } = member.shape;
  const made = dataOf(data, world, world.choose);
  const by = pick(world.choose, actors(cast));
  await world.put(decider.category, { type: type.value, data: made }, by);
};

const actors = (cast: Cast): readonly Actor[] => [
  as('enterprise', { organization: cast.works }),
  as('enterprise', { organization: cast.works, user: 'enterprise-2' }),
  as('college', { organization: cast.college }),
  as('assessment-body', { organization: cast.body }),
  as('province', { organization: cast.others, region: '44' }),
  as('trainee', { person: cast.trainer }),
  system,
];
