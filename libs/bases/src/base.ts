import { z } from 'zod';
import {
  command,
  Day,
  decideBy,
  decider,
  OccupationCode,
  RegionCode,
  reject,
  everIn,
  Uuid,
  when,
  unmet,
  type Recorded,
  type Refusal,
} from '#kernel';
import type { OrganizationEvent, PersonEvent } from '#parties/events';
import { BaseEvent, BaseSuspended, TrainerBasis } from './events.js';

const own = { enterprise: 'operator', base: 'operator' } as const;
const RegisterBase = command(
  'RegisterBase',
  { summary: 'Register a public training base.', zh: '登记公共实训基地', allow: own },
  {
    baseId: Uuid,
    operator: Uuid.describe('The organisation that runs it.'),
    name: z.string().min(2).max(100),
    region: RegionCode,
    capacity: z.int().positive().describe('Trainees at one time.'),
    occupations: z.array(OccupationCode).min(1),
  },
);
const OpenBase = command(
  'OpenBase',
  {
    summary: 'Open a base, or open it again: hours held there count from that day.',
    zh: '启用实训基地',
    allow: { 'city-bureau': 'region', province: 'region' },
  },
  { baseId: Uuid, from: Day },
);
const SuspendBase = command(
  'SuspendBase',
  {
    summary: 'Suspend a base from a day on.',
    zh: '停用实训基地',
    allow: { ...own, 'city-bureau': 'region', province: 'region' },
  },
  { baseId: Uuid, from: Day, reason: BaseSuspended.shape.data.shape.reason },
);
const AdmitTrainer = command(
  'AdmitTrainer',
  { summary: 'Admit a trainer to the pool of the base.', zh: '培训师资入库', allow: own },
  {
    baseId: Uuid,
    trainer: Uuid.describe('The person who trains.'),
    basis: TrainerBasis,
    contestRank: z.int().positive().optional().describe('For `contest-top-three`: the place won.'),
  },
);
const RemoveTrainer = command(
  'RemoveTrainer',
  { summary: 'Remove a trainer from the pool.', zh: '培训师资出库', allow: own },
  { baseId: Uuid, trainer: Uuid },
);
export const BaseCommand = z.discriminatedUnion('type', [
  RegisterBase,
  OpenBase,
  SuspendBase,
  AdmitTrainer,
  RemoveTrainer,
]);
export type BaseCommand = z.infer<typeof BaseCommand>;

export const baseRefusals = {
  E_BASIS: {
    clause: '2.5.3',
    zh: '竞赛名次须为前三名',
    en: 'a contest counts as a basis only with a place among the first three',
  },
} as const satisfies Record<string, Refusal>;
type Rule = keyof typeof baseRefusals;

export interface Base {
  readonly standing: 'none' | 'registered' | 'open' | 'suspended';
  readonly operator: string | undefined;
  readonly region: string | undefined;
  readonly name: string | undefined;
  readonly trainers: readonly string[];
}
/** Whom a command brings in: the operator of a new base, a trainer to be admitted. */
type Facts = {
  readonly organization?: boolean;
  readonly trainer?: boolean;
};

/** A public training base: in force from its opening until it is suspended. */
export const base = decider<BaseCommand, Base, BaseEvent, Rule, Facts>({
  category: 'base',
  commands: BaseCommand,
  events: BaseEvent,
  refusals: baseRefusals,
  initial: {
    standing: 'none',
    operator: undefined,
    region: undefined,
    name: undefined,
    trainers: [],
  },
  creators: ['RegisterBase'],
  streamOf: ({ data }) => data.baseId,
  facts: ({ type, data }) => {
    if (type === 'RegisterBase')
      return {
        organization: everIn(
          `organization-${data.operator}`,
          'OrganizationRegistered' satisfies OrganizationEvent['type'],
        ),
      };
    return type === 'AdmitTrainer'
      ? {
          trainer: everIn(
            `person-${data.trainer}`,
            'PersonRegistered' satisfies PersonEvent['type'],
          ),
        }
      : {};
  },
  parties: (given, state) => ({
    operator: given.type === 'RegisterBase' ? given.data.operator : state.operator,
    region: given.type === 'RegisterBase' ? given.data.region : state.region,
  }),
  decide: decideBy<BaseCommand, Base, BaseEvent, Rule, Facts>({
    RegisterBase: (data, state, { facts }) => {
      if (state.standing !== 'none') {
        const { operator, name, region } = state;
        const same = operator === data.operator && name === data.name && region === data.region;
        return same ? [] : reject('E_STATE', { standing: state.standing });
      }
      if (!facts.organization) return reject('E_UNKNOWN', { operator: data.operator });
      return [{ type: 'BaseRegistered', data }];
    },
    OpenBase: (data, state) => (state.standing === 'open' ? [] : [{ type: 'BaseOpened', data }]),
    SuspendBase: (data, state) => {
      if (state.standing === 'suspended') return [];
      if (state.standing !== 'open') return reject('E_STATE', { standing: state.standing });
      return [{ type: 'BaseSuspended', data }];
    },
    AdmitTrainer: (data, state, { facts }) => {
      if (state.trainers.includes(data.trainer)) return [];
      const { basis, contestRank } = data;
      const outranked =
        basis === 'contest-top-three' && (contestRank === undefined || contestRank > 3);
      return (
        unmet(
          when(outranked, 'E_BASIS', { contestRank: contestRank ?? null }),
          when(!facts.trainer, 'E_UNKNOWN', { trainer: data.trainer }),
        ) ?? [{ type: 'TrainerAdmitted', data }]
      );
    },
    RemoveTrainer: (data, state) =>
      state.trainers.includes(data.trainer) ? [{ type: 'TrainerRemoved', data }] : [],
  }),
  evolve: (state, { type, data }: Recorded<BaseEvent>) => {
    switch (type) {
      case 'BaseRegistered': {
        const { operator, region, name } = data;
        return { ...state, standing: 'registered', operator, region, name };
      }
      case 'BaseOpened':
        return { ...state, standing: 'open' };
      case 'BaseSuspended':
        return { ...state, standing: 'suspended' };
      case 'TrainerAdmitted':
        return { ...state, trainers: [...state.trainers, data.trainer] };
      case 'TrainerRemoved':
        return { ...state, trainers: state.trainers.filter((one) => one !== data.trainer) };
    }
  },
  subjects: (event, state) => {
    const operator = event.type === 'BaseRegistered' ? event.data.operator : state.operator;
    const trainer = 'trainer' in event.data ? [`person-${event.data.trainer}`] : [];
    return [
      ...trainer,
      `base-${event.data.baseId}`,
      ...(operator ? [`organization-${operator}`] : []),
    ];
  },
});
