import type { z } from 'zod';
import { command, Day, Uuid } from '#kernel';
import {
  CourseChange,
  IncidentReported,
  MentorChanged,
  MidTermEvaluated,
  PracticeReviewRecorded,
  TermChanged,
  TrainingSuspended,
} from './events.js';

const path = { apprenticeshipId: Uuid };
const allow = { enterprise: 'enterprise' } as const;
const on = Day.describe('The day it happened; not later than today.');

const SuspendTraining = command(
  'SuspendTraining',
  { summary: 'Interrupt the training, with the reason.', zh: '中止培训（暂停）', allow },
  {
    ...path,
    on: Day.describe('First day without training.'),
    reason: TrainingSuspended.shape.data.shape.reason,
  },
);
const ResumeTraining = command(
  'ResumeTraining',
  { summary: 'Take up the training again.', zh: '恢复培训', allow },
  { ...path, on: Day.describe('First day with training again.') },
);
const ChangeTerm = command(
  'ChangeTerm',
  { summary: 'Change the last day of the term, with the reason.', zh: '变更培养期限', allow },
  {
    ...path,
    until: Day.describe(
      'The new last day of training. An earlier one than before holds once the trainee or the college has acknowledged the change of the term.',
    ),
    reason: TermChanged.shape.data.shape.reason,
  },
);
const ChangeMentor = command(
  'ChangeMentor',
  { summary: 'Put the trainee in the hands of another mentor.', zh: '更换师傅', allow },
  {
    ...path,
    mentor: Uuid.describe('The new mentor.'),
    reason: MentorChanged.shape.data.shape.reason.unwrap(),
  },
);
const AcknowledgeChange = command(
  'AcknowledgeChange',
  {
    summary:
      'Take note, as the trainee or the college, of the last change of this kind; a shorter term holds from then on.',
    zh: '确认知悉培养变更',
    allow: { trainee: 'trainee', college: 'college' },
  },
  { ...path, change: CourseChange },
);
const RecordPostRotation = command(
  'RecordPostRotation',
  { summary: 'Record a stretch of work in another post, once it is over.', zh: '记录轮岗', allow },
  {
    ...path,
    postId: Uuid.describe('A technical-skill post of the enterprise, open or closed.'),
    from: Day.describe('First day in that post.'),
    until: Day.describe('Last day in that post.'),
  },
);
const RecordPracticeReview = command(
  'RecordPracticeReview',
  {
    summary: "Record the mentor's grade for a month of practice.",
    zh: '记录月度实践评价',
    allow,
    many: true,
  },
  {
    ...path,
    month: PracticeReviewRecorded.shape.data.shape.month.describe('YYYY-MM.'),
    grade: PracticeReviewRecorded.shape.data.shape.grade,
  },
);
const ReportIncident = command(
  'ReportIncident',
  {
    summary: 'Report a safety incident. Each report stands for itself.',
    zh: '报告安全事件',
    allow,
  },
  { ...path, on, severity: IncidentReported.shape.data.shape.severity },
);
const EvaluateMidTerm = command(
  'EvaluateMidTerm',
  { summary: 'Record the mid-term evaluation of the trainee.', zh: '记录中期评价', allow },
  { ...path, on, passed: MidTermEvaluated.shape.data.shape.passed },
);

export const courseCommands = [
  SuspendTraining,
  ResumeTraining,
  ChangeTerm,
  ChangeMentor,
  AcknowledgeChange,
  RecordPostRotation,
  RecordPracticeReview,
  ReportIncident,
  EvaluateMidTerm,
] as const;
export type CourseCommand = z.infer<(typeof courseCommands)[number]>;
