import type { BoundedContext } from '#kernel';
import { assessor } from './assessor.js';
import { assessmentBatch } from './batch.js';
import { bodyFiling } from './body-filing.js';
import { finalAssessment } from './final-assessment.js';
import { coAssessedBatches } from './read/co-assessed-batches.js';

/** Final assessments by enterprises, level assessments by filed bodies; two things that are never one. */
export const assessment: BoundedContext = {
  name: 'assessment',
  deciders: [finalAssessment, bodyFiling, assessor, assessmentBatch],
  projections: [coAssessedBatches],
  reactions: [],
};
