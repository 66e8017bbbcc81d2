import type { z } from 'zod';
import guangdongLevelAssessment from './packs/guangdong-level-assessment.json' with { type: 'json' };
import guangdongStudentApprentice from './packs/guangdong-student-apprentice.json' with { type: 'json' };
import guangdongTechTrainee from './packs/guangdong-tech-trainee.json' with { type: 'json' };
import guangzhouTechTrainee from './packs/guangzhou-tech-trainee.json' with { type: 'json' };
import { RulePackPublished } from './events.js';

type Pack = z.infer<typeof RulePackPublished>['data'];

/**
 * The first editions, as data with the provenance of every figure (domain analysis §4.2, §4.4, §4.5). They are published by the
 * same command as any later edition.
 */
export const bundledPacks: readonly Pack[] = [
  guangdongStudentApprentice,
  guangdongTechTrainee,
  guangdongLevelAssessment,
  guangzhouTechTrainee,
].map((pack) => RulePackPublished.shape.data.parse(pack));
