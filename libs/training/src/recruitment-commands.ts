import { z } from 'zod';
import { command, Day, Uuid, type Refusal } from '#kernel';
import { apprenticeshipRefusals } from './apprenticeship-commands.js';
import { RecruitmentOpened } from './events.js';

const { quota, criteria } = RecruitmentOpened.shape.data.shape;
const own = { allow: { enterprise: 'enterprise' } } as const;
const one = { recruitmentId: Uuid };
const candidate = { ...one, person: Uuid.describe('The candidate.') };

const OpenRecruitment = command(
  'OpenRecruitment',
  { ...own, summary: 'Call publicly for candidates for a post.', zh: '发布公开招募' },
  {
    ...one,
    enterprise: Uuid.describe('The enterprise that recruits.'),
    postId: Uuid.describe('The open post of the same enterprise.'),
    quota: quota.describe('How many candidates may be selected.'),
    criteria,
    from: Day.describe('First day of the call.'),
    until: Day.describe('Last day of the call, itself included.'),
  },
);
const SelectCandidate = command(
  'SelectCandidate',
  {
    ...own,
    summary: 'Select a candidate while the call is open.',
    zh: '确定拟招募人选',
    many: true,
  },
  candidate,
);
const ReleaseCandidate = command(
  'ReleaseCandidate',
  {
    ...own,
    summary: 'Give up a selected candidate, whose place is free again.',
    zh: '取消拟招募人选',
  },
  candidate,
);
const CloseRecruitment = command(
  'CloseRecruitment',
  { ...own, summary: 'Close the call before its last day.', zh: '结束公开招募' },
  one,
);

export const RecruitmentCommand = z.discriminatedUnion('type', [
  OpenRecruitment,
  SelectCandidate,
  ReleaseCandidate,
  CloseRecruitment,
]);
export type RecruitmentCommand = z.infer<typeof RecruitmentCommand>;

export const recruitmentRefusals = {
  E_POST: apprenticeshipRefusals.E_POST,
  E_QUOTA: { clause: '2.2.2', zh: '超过招募名额', en: 'more than the call seeks' },
  E_NOT_OPEN: {
    clause: '2.2.2',
    zh: '招募未开始、已截止或已关闭',
    en: 'the call was not open on that day',
  },
} as const satisfies Record<string, Refusal>;
export type RecruitmentRule = keyof typeof recruitmentRefusals;
