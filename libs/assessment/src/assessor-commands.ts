import { z } from 'zod';
import { command, Day, Uuid } from '#kernel';
import { AssessorGrade, PartyKind, ScopeLine } from './events.js';

const allow = { 'assessment-body': 'body', province: 'region' } as const;

const QualifyAssessor = command(
  'QualifyAssessor',
  {
    summary: 'Qualify a person to assess, for named occupations and levels and until a day.',
    zh: '认定考评员资格',
    allow,
    many: true,
  },
  {
    assessor: Uuid.describe('The person, by pseudonym.'),
    body: Uuid.describe('The filed body that qualifies, within its own scope.'),
    organization: Uuid.describe('Where the assessor works: decides who counts as an outsider.'),
    partyKind: PartyKind,
    grade: AssessorGrade,
    scope: z.array(ScopeLine).min(1).max(200),
    until: Day.describe('Last day of the qualification.'),
  },
);
const DisqualifyAssessor = command(
  'DisqualifyAssessor',
  {
    summary: 'End the qualification of an assessor as of the day of the act.',
    zh: '取消考评员资格',
    allow,
  },
  { assessor: Uuid },
);

export const AssessorCommand = z.discriminatedUnion('type', [QualifyAssessor, DisqualifyAssessor]);
export type AssessorCommand = z.infer<typeof AssessorCommand>;
