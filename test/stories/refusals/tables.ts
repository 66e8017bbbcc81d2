import { assessmentRefusals } from './assessment-refusals.js';
import { certificateRefusals } from './certificate-refusals.js';
import { courseRefusals } from './course-refusals.js';
import { employmentRefusals } from './employment-refusals.js';
import { entryRefusals } from './entry-refusals.js';
import { hoursRefusals } from './hours-refusals.js';
import { offerRefusals } from './offer-refusals.js';
import { platformRefusals } from './platform-refusals.js';
import type { Refused } from './refusal.js';

/** All rows, by the spec that runs them. */
export const tables = {
  platform: platformRefusals,
  offers: offerRefusals,
  entry: entryRefusals,
  course: courseRefusals,
  hours: hoursRefusals,
  assessment: assessmentRefusals,
  certificates: certificateRefusals,
  employment: employmentRefusals,
} as const satisfies Readonly<Record<string, readonly Refused[]>>;
export type TableName = keyof typeof tables;
