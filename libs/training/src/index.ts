export { activeApprenticeship } from './active-apprenticeship.js';
export { apprenticeship } from './apprenticeship.js';
export { agreement } from './agreement.js';
export { trainingClass } from './class.js';
export { training } from './context.js';
export { hours } from './hours.js';
export { mentor } from './mentor.js';
export { plan } from './plan.js';
export { post } from './post.js';
export { hoursLedger, type LedgerLine } from './read/hours-ledger.js';
export { trainees } from './read/trainees.js';
export {
  noTrainee,
  traineeStates,
  type Milestone,
  type Paper,
  type Trainee,
  type TraineeState,
  type WorkLife,
} from './read/trainee-state.js';
export { recruitment } from './recruitment.js';
export { session } from './session.js';
export { sessionSheets } from './sheets.js';
export { trainerDay } from './trainer-day.js';
