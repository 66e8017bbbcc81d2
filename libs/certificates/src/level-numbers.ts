import { z } from 'zod';
import { command, decider, reject, Uuid, type Recorded } from '#kernel';
import { lookUp, withEntry, type Buckets } from './buckets.js';
import { numberRefusals } from './certificate-refusals.js';
import { LevelNumbersEvent } from './events.js';

const AllotLevelNumber = command(
  'AllotLevelNumber',
  {
    summary: 'Allot a place in the sequence of a body, year and level; done only by numbering.',
    zh: '分配职业技能等级证书顺序号',
    allow: {},
  },
  {
    series: z.string().min(1).max(60),
    sequence: z.int().min(1).max(999_999),
    certificateId: Uuid,
    body: Uuid,
    batchId: Uuid,
    candidate: Uuid,
  },
);
export const LevelNumbersCommand = z.discriminatedUnion('type', [AllotLevelNumber]);
export type LevelNumbersCommand = z.infer<typeof LevelNumbersCommand>;

export interface LevelNumbers {
  readonly next: number;
  readonly byCertificate: Buckets<number>;
}

/**
 * The sequence of one body, year and level (§4.6): unique and without gaps. What is allotted stays allotted: the same certificate
 * gets the same number again, and nothing takes it back.
 */
export const levelNumbers = decider<
  LevelNumbersCommand,
  LevelNumbers,
  LevelNumbersEvent,
  'E_NUMBER_SEQUENCE'
>({
  category: 'level-numbers',
  commands: LevelNumbersCommand,
  events: LevelNumbersEvent,
  refusals: { E_NUMBER_SEQUENCE: numberRefusals.E_NUMBER_SEQUENCE },
  initial: { next: 1, byCertificate: {} },
  creators: ['AllotLevelNumber'],
  streamOf: ({ data }) => data.series,
  parties: () => ({}),
  decide: ({ data }, { next, byCertificate }) => {
    const { sequence, certificateId } = data;
    const own = lookUp(byCertificate, certificateId);
    if (own === sequence) return [];
    if (sequence !== (own ?? next))
      return reject('E_NUMBER_SEQUENCE', { sequence, next: own ?? next });
    return [{ type: 'LevelNumberAllotted', data }];
  },
  evolve: (state, { data }: Recorded<LevelNumbersEvent>) => ({
    next: data.sequence + 1,
    byCertificate: withEntry(state.byCertificate, data.certificateId, data.sequence),
  }),
  subjects: ({ data }) => [
    ...(data.body === undefined ? [] : [`organization-${data.body}`]),
    `certificate-${data.certificateId}`,
  ],
});
