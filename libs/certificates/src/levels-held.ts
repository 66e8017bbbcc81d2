import { z } from 'zod';
import {
  command,
  decideBy,
  decider,
  Level,
  OccupationCode,
  rankOf,
  reject,
  Uuid,
  type Facts,
  type Recorded,
} from '#kernel';
import { levelRefusals, type LevelRule } from './certificate-refusals.js';
import { LevelsHeldEvent } from './events.js';

/** Bodies elsewhere number as they like: letters and digits of any script, with hyphens and brackets. */
const PrintedNumber = z
  .string()
  .min(4)
  .max(40)
  .regex(/^[\p{L}\p{N}()（）〔〕-]+$/u, 'must be letters, digits, hyphens and brackets')
  .describe('Number as printed on the certificate.');

const DeclareExistingCertificate = command(
  'DeclareExistingCertificate',
  {
    summary:
      'Declare a skill-level certificate that was issued elsewhere, such as by one’s college.',
    zh: '申报已有的职业技能等级证书',
    allow: { trainee: 'trainee' },
  },
  {
    person: Uuid.describe('Oneself.'),
    occupation: OccupationCode,
    level: Level,
    number: PrintedNumber,
  },
);
const WithdrawExistingCertificate = command(
  'WithdrawExistingCertificate',
  {
    summary: 'Take back a declaration that was a mistake, such as of a wrong level.',
    zh: '撤回误报的已有证书',
    allow: { trainee: 'trainee' },
  },
  { person: Uuid.describe('Oneself.'), number: PrintedNumber },
);
const HoldLevel = command(
  'HoldLevel',
  {
    summary: 'Reserve a level for a certificate; done only by numbering.',
    zh: '占用等级（编号时）',
    allow: {},
  },
  {
    person: Uuid,
    occupation: OccupationCode,
    level: Level,
    certificateId: Uuid,
    body: Uuid,
    batchId: Uuid,
    series: z.string().min(1).max(60),
    sequence: z.int().min(1).max(999_999).optional(),
  },
);
const HoldCorrectedLevel = command(
  'HoldCorrectedLevel',
  {
    summary:
      'Reserve the level of a certificate in its right occupation; done only by its correction.',
    zh: '占用等级（更正证书时）',
    allow: {},
  },
  { person: Uuid, occupation: OccupationCode, level: Level, certificateId: Uuid },
);
const KeepCorrectedLevel = command(
  'KeepCorrectedLevel',
  {
    summary:
      'Let a certificate hold its level in the occupation it says and in no other; done only by the system.',
    zh: '等级与证书更正保持一致（由系统执行）',
    allow: {},
  },
  { person: Uuid, certificateId: Uuid, occupation: OccupationCode },
);
const LetGoLevel = command(
  'LetGoLevel',
  {
    summary:
      'Free a level whose certificate was revoked or never came to be; done only by the system.',
    zh: '释放等级（撤销或未能编号时）',
    allow: {},
  },
  { person: Uuid, certificateId: Uuid },
);
export const LevelsHeldCommand = z.discriminatedUnion('type', [
  DeclareExistingCertificate,
  WithdrawExistingCertificate,
  HoldLevel,
  HoldCorrectedLevel,
  KeepCorrectedLevel,
  LetGoLevel,
]);
export type LevelsHeldCommand = z.infer<typeof LevelsHeldCommand>;

interface HeldLevel {
  readonly occupation: string;
  readonly level: Level;
  /** Only one of the two: issued here, or declared. */
  readonly certificateId?: string;
  readonly number?: string;
}
export interface LevelsHeld {
  readonly held: readonly HeldLevel[];
}

/** The same or a higher level in the occupation, held by another certificate than this. */
export const heldAlready = (
  { held }: LevelsHeld,
  { occupation, level }: { readonly occupation: string; readonly level: Level },
  certificateId: string,
): HeldLevel | undefined =>
  held.find(
    (one) =>
      one.certificateId !== certificateId &&
      one.occupation === occupation &&
      rankOf(one.level) >= rankOf(level),
  );

/** What levels one person holds: nobody is certified twice for the same occupation and level (2.1.6). */
export const levelsHeld = decider<LevelsHeldCommand, LevelsHeld, LevelsHeldEvent, LevelRule>({
  category: 'levels-held',
  commands: LevelsHeldCommand,
  events: LevelsHeldEvent,
  refusals: levelRefusals,
  initial: { held: [] },
  creators: ['DeclareExistingCertificate', 'HoldLevel'],
  streamOf: ({ data }) => data.person,
  parties: ({ data }) => ({ trainee: data.person }),
  decide: decideBy<LevelsHeldCommand, LevelsHeld, LevelsHeldEvent, LevelRule, Facts>({
    DeclareExistingCertificate: (data, { held }) =>
      held.some((one) => one.number === data.number)
        ? []
        : [{ type: 'ExistingCertificateDeclared', data }],
    WithdrawExistingCertificate: (data, { held }) =>
      held.some((one) => one.number === data.number)
        ? [{ type: 'ExistingCertificateWithdrawn', data }]
        : reject('E_STATE', { declared: false }),
    HoldLevel: (data, state) => {
      const { certificateId, occupation, level } = data;
      if (state.held.some((one) => one.certificateId === certificateId)) return [];
      const other = heldAlready(state, data, certificateId);
      if (other) return reject('E_DUPLICATE_CERT', { occupation, level, held: other.level });
      return [{ type: 'LevelHeld', data }];
    },
    HoldCorrectedLevel: (data, state) => {
      const { certificateId, occupation, level } = data;
      const own = state.held.filter((one) => one.certificateId === certificateId);
      if (own.some((one) => one.occupation === occupation)) return [];
      const other = heldAlready(state, data, certificateId);
      if (other) return reject('E_DUPLICATE_CERT', { occupation, level, held: other.level });
      return [{ type: 'LevelHeld', data }];
    },
    KeepCorrectedLevel: (data, { held }) => {
      const [first, ...more] = held.filter((one) => one.certificateId === data.certificateId);
      if (!first || (more.length === 0 && first.occupation === data.occupation)) return [];
      return [{ type: 'LevelCorrected', data: { ...data, level: first.level } }];
    },
    LetGoLevel: (data, { held }) =>
      held.some((one) => one.certificateId === data.certificateId)
        ? [{ type: 'LevelNoLongerHeld', data }]
        : [],
  }),
  evolve: ({ held }, { type, data }: Recorded<LevelsHeldEvent>) => {
    switch (type) {
      case 'ExistingCertificateDeclared': {
        const { occupation, level, number } = data;
        return { held: [...held, { occupation, level, number }] };
      }
      case 'ExistingCertificateWithdrawn':
        return { held: held.filter((one) => one.number !== data.number) };
      case 'LevelHeld': {
        const { occupation, level, certificateId } = data;
        return { held: [...held, { occupation, level, certificateId }] };
      }
      case 'LevelNoLongerHeld':
        return { held: held.filter((one) => one.certificateId !== data.certificateId) };
      case 'LevelCorrected': {
        const { occupation, level, certificateId } = data;
        const others = held.filter((one) => one.certificateId !== certificateId);
        return { held: [...others, { occupation, level, certificateId }] };
      }
    }
  },
  subjects: ({ data }) => [
    `person-${data.person}`,
    ...('certificateId' in data ? [`certificate-${data.certificateId}`] : []),
  ],
});
