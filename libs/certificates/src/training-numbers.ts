import { z } from 'zod';
import { command, decider, reject, Uuid, type Recorded } from '#kernel';
import { lookUp, withEntry, type Buckets } from './buckets.js';
import { numberRefusals, type NumberRule } from './certificate-refusals.js';
import { TrainingNumbersEvent } from './events.js';

const AllotTrainingNumber = command(
  'AllotTrainingNumber',
  {
    summary: 'Allot a place in the sequence of an enterprise and year; done only by issuing.',
    zh: '分配培训合格证书顺序号',
    allow: {},
  },
  {
    series: z.string().min(1).max(40),
    sequence: z.int().min(1).max(999_999),
    certificateId: Uuid,
    apprenticeshipId: Uuid,
  },
);
export const TrainingNumbersCommand = z.discriminatedUnion('type', [AllotTrainingNumber]);
export type TrainingNumbersCommand = z.infer<typeof TrainingNumbersCommand>;

export interface TrainingNumbers {
  readonly next: number;
  readonly byCertificate: Buckets<number>;
  /** Which certificate a path has: the programme ends once, so there is one paper for it. */
  readonly byPath: Buckets<string>;
}

/**
 * The numbers of one enterprise's training certificates of one year (§4.8 Q3), without gaps. What is allotted stays allotted: the
 * same certificate gets the same number again, and nothing takes it back.
 */
export const trainingNumbers = decider<
  TrainingNumbersCommand,
  TrainingNumbers,
  TrainingNumbersEvent,
  NumberRule
>({
  category: 'training-numbers',
  commands: TrainingNumbersCommand,
  events: TrainingNumbersEvent,
  refusals: numberRefusals,
  initial: { next: 1, byCertificate: {}, byPath: {} },
  creators: ['AllotTrainingNumber'],
  streamOf: ({ data }) => data.series,
  parties: () => ({}),
  decide: ({ data }, { next, byCertificate, byPath }) => {
    const { sequence, certificateId, apprenticeshipId } = data;
    const own = lookUp(byCertificate, certificateId);
    if (own === sequence) return [];
    const other = lookUp(byPath, apprenticeshipId);
    if (own === undefined && other !== undefined)
      return reject('E_STATE', { phase: 'issued', certificateId: other });
    if (own !== undefined || sequence > next)
      return reject('E_NUMBER_SEQUENCE', { sequence, next: own ?? next });
    if (sequence < next) return reject('E_NUMBER_REUSED', { sequence, next });
    return [{ type: 'TrainingNumberAllotted', data }];
  },
  evolve: (state, { data }: Recorded<TrainingNumbersEvent>) => {
    const { sequence, certificateId, apprenticeshipId } = data;
    return {
      next: sequence + 1,
      byCertificate: withEntry(state.byCertificate, certificateId, sequence),
      byPath:
        apprenticeshipId === undefined
          ? state.byPath
          : withEntry(state.byPath, apprenticeshipId, certificateId),
    };
  },
  subjects: ({ data }) => [`certificate-${data.certificateId}`],
});
