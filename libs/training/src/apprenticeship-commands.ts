import { z } from 'zod';
import type { Refusal } from '#kernel';
import { courseCommands } from './apprenticeship-course-commands.js';
import { entryCommands } from './apprenticeship-entry-commands.js';
import { exitCommands } from './apprenticeship-exit-commands.js';
import { startCommands } from './apprenticeship-start-commands.js';
import { termRefusals } from './term.js';

export const ApprenticeshipCommand = z.discriminatedUnion('type', [
  ...entryCommands,
  ...startCommands,
  ...courseCommands,
  ...exitCommands,
]);
export type ApprenticeshipCommand = z.infer<typeof ApprenticeshipCommand>;

export const apprenticeshipRefusals = {
  E_POST: {
    clause: '2.1.2',
    zh: '岗位已关闭、非技术技能岗位或不属于该企业',
    en: 'the post is closed, not a technical-skill post, or not of this enterprise',
  },
  E_NOT_SELECTED: {
    clause: '2.2.2',
    zh: '未在该企业该岗位的公开招募中入选',
    en: 'not selected for this post under a public call of this enterprise',
  },
  E_NOT_GRADUATING_YEAR: {
    clause: '2.1.2',
    zh: '不是毕业年度学生',
    en: 'does not graduate in this calendar year',
  },
  E_AGE: { clause: '2.1.3', zh: '未达到法定最低年龄', en: 'below the minimum age' },
  E_FILING_LATE: {
    clause: '2.1.4',
    zh: '备案距开班不足规定工作日，须经人社部门同意',
    en: 'filed with fewer working days before the start than the rules ask, without leave of the bureau',
  },
  E_NOT_FILED: { clause: '2.1.4', zh: '备案尚未受理', en: 'the filing has not been accepted' },
  E_SAFETY_GATE: {
    clause: '2.1.3',
    zh: '当日未完成安全教育或保险未生效',
    en: 'no safety induction or no insurance in force on that day',
  },
  ...termRefusals,
  E_TERM_OPEN: { clause: '2.1.4', zh: '培养期限未满', en: 'the term is not over' },
  E_HOURS_SHORT: { clause: '2.1.4', zh: '认可学时不足', en: 'too few recognised hours' },
  E_RATIO: {
    clause: '2.1.4',
    zh: '理论、实践或线上学时比例不符合要求',
    en: 'the shares of theory, practice or online hours are not as the rules ask',
  },
  E_ROTATION: { clause: '2.2.2', zh: '轮岗岗位数不足', en: 'worked in too few posts' },
  E_REASON: { clause: '3.3', zh: '终止培养须说明理由', en: 'the end of a path needs a reason' },
} as const satisfies Record<string, Refusal>;
export type ApprenticeshipRule = keyof typeof apprenticeshipRefusals;
