import {
  AssessmentBatchResolver,
  assessmentBatchQuery,
} from './queries/assessment-batch.resolver.js';
import {
  CertificateResolver,
  certificateQuery,
  certificatesQuery,
} from './queries/certificate.resolver.js';
import { ParkedResolver, parkedEventsQuery } from './queries/parked.resolver.js';
import { ReplayResolver, replayQuery } from './queries/replay.resolver.js';
import {
  classRosterQuery,
  TraineeResolver,
  traineeQuery,
  traineesQuery,
} from './queries/trainee.resolver.js';
import type { ReadArea } from './read-area.js';

/** Every read area of the domain, beside the generic `events`. Each is a file in `queries/`. */
export const readAreas: readonly ReadArea[] = [
  {
    queries: [traineeQuery, traineesQuery, classRosterQuery],
    resolvers: [TraineeResolver],
  },
  { queries: [assessmentBatchQuery], resolvers: [AssessmentBatchResolver] },
  { queries: [certificateQuery, certificatesQuery], resolvers: [CertificateResolver] },
  { queries: [replayQuery], resolvers: [ReplayResolver] },
  { queries: [parkedEventsQuery], resolvers: [ParkedResolver] },
];
