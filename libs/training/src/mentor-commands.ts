import { z } from 'zod';
import { command, Level, Uuid, type Refusal } from '#kernel';

const one = { mentor: Uuid.describe('The mentor, by the id of the person.') };
const pair = { ...one, apprenticeshipId: Uuid };

const QualifyMentor = command(
  'QualifyMentor',
  {
    summary: 'Name someone as mentor for apprentices of the enterprise, or raise their level.',
    zh: '认定企业导师（师傅）',
    allow: { enterprise: 'enterprise' },
  },
  {
    ...one,
    enterprise: Uuid.describe('The enterprise that the mentor works for.'),
    level: Level.describe('The skill level that the mentor holds.'),
  },
);
const DisqualifyMentor = command(
  'DisqualifyMentor',
  {
    summary: 'End the standing of a mentor; apprentices in their care need another.',
    zh: '取消企业导师资格',
    allow: { enterprise: 'enterprise' },
  },
  one,
);
const TakeOnApprentice = command(
  'TakeOnApprentice',
  {
    summary: 'Reserve a place with a mentor; part of an assignment, never sent alone.',
    zh: '占用导师带徒名额（系统内部）',
    allow: {},
  },
  { ...pair, enterprise: Uuid.describe('The enterprise of the path.') },
);
const LetGoApprentice = command(
  'LetGoApprentice',
  {
    summary: 'Release the place of an apprentice with a mentor; never sent alone.',
    zh: '释放导师带徒名额（系统内部）',
    allow: {},
  },
  pair,
);

export const MentorCommand = z.discriminatedUnion('type', [
  QualifyMentor,
  DisqualifyMentor,
  TakeOnApprentice,
  LetGoApprentice,
]);
export type MentorCommand = z.infer<typeof MentorCommand>;

export const mentorRefusals = {
  E_CAPACITY_MENTOR: {
    clause: '2.1.4',
    zh: '超过导师带徒人数上限',
    en: 'more apprentices than a mentor may have',
  },
  E_MENTOR: {
    clause: '2.1.4',
    zh: '导师未经该单位认定',
    en: 'not a qualified mentor of this enterprise',
  },
} as const satisfies Record<string, Refusal>;
export type MentorRule = keyof typeof mentorRefusals;
