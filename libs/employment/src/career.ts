import { z } from 'zod';
import { command, Day, decider, Level, reject, Uuid, type Recorded } from '#kernel';
import { CareerEvent, CareerPlanSet } from './events.js';
import { pathOf, type PathSight } from './sights.js';

const Channel = CareerPlanSet.shape.data.shape.channel.meta({ id: 'PromotionChannel' });
const SetCareerPlan = command(
  'SetCareerPlan',
  {
    summary: 'Set the career plan of a person: channel, target level, next review.',
    zh: '制定职业发展规划',
    allow: { enterprise: 'enterprise' },
  },
  {
    apprenticeshipId: Uuid,
    channel: Channel,
    targetLevel: Level,
    reviewOn: Day.describe('When the plan is looked at again; not before the day it is set.'),
  },
);
const AssignPromotionChannel = command(
  'AssignPromotionChannel',
  {
    summary: 'Move a person to another promotion channel.',
    zh: '调整晋升通道',
    allow: { enterprise: 'enterprise' },
  },
  { apprenticeshipId: Uuid, channel: Channel },
);
export const CareerCommand = z.discriminatedUnion('type', [SetCareerPlan, AssignPromotionChannel]);
export type CareerCommand = z.infer<typeof CareerCommand>;

export interface Career {
  readonly channel: 'technical' | 'management' | 'specialist' | undefined;
  readonly targetLevel: Level | undefined;
  readonly reviewOn: Day | undefined;
}

/** The career plan that 2.2.2 asks for. */
export const career = decider<CareerCommand, Career, CareerEvent, never, { path: PathSight }>({
  category: 'career',
  commands: CareerCommand,
  events: CareerEvent,
  refusals: {},
  initial: { channel: undefined, targetLevel: undefined, reviewOn: undefined },
  creators: ['SetCareerPlan'],
  streamOf: ({ data }) => data.apprenticeshipId,
  facts: ({ data }) => ({ path: pathOf(data.apprenticeshipId) }),
  // For the limit on late entries: no figure of its own.
  rules: (_command, _state, { path }) => ({
    scheme: path.programme,
    jurisdiction: path.region || '44',
  }),
  parties: (_command, _state, { path }) => ({ enterprise: path.enterprise }),
  decide: (given, state, { facts, occurredOn }) => {
    if (!facts.path.known || facts.path.ended)
      return reject('E_STATE', { ended: facts.path.ended });
    switch (given.type) {
      case 'SetCareerPlan': {
        const { channel, targetLevel, reviewOn } = given.data;
        const same =
          state.channel === channel &&
          state.targetLevel === targetLevel &&
          state.reviewOn === reviewOn;
        if (same) return [];
        return reviewOn < occurredOn
          ? reject('E_INPUT', { path: 'reviewOn', reviewOn, occurredOn })
          : [{ type: 'CareerPlanSet', data: given.data }];
      }
      case 'AssignPromotionChannel':
        return state.channel === given.data.channel
          ? []
          : [{ type: 'PromotionChannelAssigned', data: given.data }];
    }
  },
  evolve: (state, { type, data }: Recorded<CareerEvent>) => {
    switch (type) {
      case 'CareerPlanSet':
        return { channel: data.channel, targetLevel: data.targetLevel, reviewOn: data.reviewOn };
      case 'PromotionChannelAssigned':
        return { ...state, channel: data.channel };
    }
  },
  subjects: (_event, _state, { path }) => [
    `person-${path.person}`,
    `organization-${path.enterprise}`,
  ],
});
