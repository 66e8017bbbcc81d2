import { z } from 'zod';
import { BodyKind, command, Day, isProvince, Uuid } from '#kernel';
import { BodyFiled, BodyFilingCancelled, ScopeLine } from './events.js';

const bureaus = { province: 'region', 'city-bureau': 'region' } as const;
const body = Uuid.describe('The organisation that assesses.');
const filed = BodyFiled.shape.data.shape;

const FileBody = command(
  'FileBody',
  {
    summary:
      'Enter an assessment body in the directory, with its scope and the parts of its numbers.',
    zh: '评价机构备案',
    allow: bureaus,
  },
  {
    body,
    kind: BodyKind,
    bodyCode: filed.bodyCode.describe(
      'Digits 2 to 5 of its certificate numbers; 0000 when filed with a province.',
    ),
    province: filed.province
      .refine(isProvince, 'names no province')
      .describe('Digits 6 and 7 of its certificate numbers.'),
    site: filed.site.describe('Digits 8 to 13 of its certificate numbers.'),
    scope: z.array(ScopeLine).min(1).max(200),
    affiliates: z
      .array(Uuid)
      .max(500)
      .describe('Organisations whose people count as its own, beside itself.'),
    from: Day.describe('First day in force.'),
    until: Day.describe('Last day in force.'),
  },
);
const ExtendBodyScope = command(
  'ExtendBodyScope',
  {
    summary: 'Add occupations or levels to what a body may assess.',
    zh: '扩大评价机构备案范围',
    allow: bureaus,
  },
  { body, scope: z.array(ScopeLine).min(1).max(200) },
);
const RenewBodyFiling = command(
  'RenewBodyFiling',
  {
    summary: 'Let a filing run until a later day.',
    zh: '评价机构备案延续',
    allow: bureaus,
  },
  { body, until: Day.describe('The new last day in force.') },
);
const CancelBodyFiling = command(
  'CancelBodyFiling',
  {
    summary: 'End a filing as of the day of the act; certificates issued before stay valid.',
    zh: '注销评价机构备案',
    allow: bureaus,
  },
  { body, reason: BodyFilingCancelled.shape.data.shape.reason },
);

export const BodyFilingCommand = z.discriminatedUnion('type', [
  FileBody,
  ExtendBodyScope,
  RenewBodyFiling,
  CancelBodyFiling,
]);
export type BodyFilingCommand = z.infer<typeof BodyFilingCommand>;
