export { assessor } from './assessor.js';
export { assessmentBatch } from './batch.js';
export { bodyFiling } from './body-filing.js';
export { assessment } from './context.js';
export { finalAssessment } from './final-assessment.js';
export {
  coAssessedBatches,
  type BatchCandidate,
  type BatchObjection,
  type BatchResult,
  type BatchScore,
  type BatchSeat,
  type BatchStage,
  type CoAssessedBatch,
} from './read/co-assessed-batches.js';
