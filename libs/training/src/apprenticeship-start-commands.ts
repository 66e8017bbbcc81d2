import type { z } from 'zod';
import { command, Day, Uuid } from '#kernel';
import { InsuranceCovered } from './events.js';

const path = { apprenticeshipId: Uuid };
const allow = { enterprise: 'enterprise' } as const;
const on = Day.describe('The day it happened; not later than today.');

const EnrolInClass = command(
  'EnrolInClass',
  {
    summary: 'Give the trainee a seat in a class of the enterprise.',
    zh: '编入培训班',
    allow,
    many: true,
  },
  { ...path, classId: Uuid },
);
const AssignMentor = command(
  'AssignMentor',
  { summary: 'Put the trainee in the hands of a mentor.', zh: '指派师傅', allow, many: true },
  { ...path, mentor: Uuid },
);
const CoverInsurance = command(
  'CoverInsurance',
  {
    summary: 'Record the insurance that covers the trainee at work.',
    zh: '记录保险',
    allow,
    many: true,
  },
  {
    ...path,
    policyNumber: InsuranceCovered.shape.data.shape.policyNumber,
    from: Day.describe('First day of cover.'),
    until: Day.describe('Last day of cover.'),
  },
);
const RecordInsuranceLapse = command(
  'RecordInsuranceLapse',
  { summary: 'Record that the insurance ended before its time.', zh: '记录保险中断', allow },
  { ...path, on: Day.describe('First day without cover.') },
);
const PassSafetyInduction = command(
  'PassSafetyInduction',
  {
    summary: 'Record that the trainee passed the safety induction.',
    zh: '记录安全教育合格',
    allow,
    many: true,
  },
  { ...path, on },
);
const StartTraining = command(
  'StartTraining',
  { summary: 'Begin the training of an accepted path.', zh: '开始培训', allow, many: true },
  {
    ...path,
    on: Day.describe(
      'First day of training, within the agreed term; not before the start that was filed.',
    ),
  },
);

export const startCommands = [
  EnrolInClass,
  AssignMentor,
  CoverInsurance,
  RecordInsuranceLapse,
  PassSafetyInduction,
  StartTraining,
] as const;
export type StartCommand = z.infer<(typeof startCommands)[number]>;
