import { allowing, query } from '#identity';
import { coAssessedBatches, type CoAssessedBatch } from '#assessment';
import { Inject } from '@nestjs/common';
import { Args, Field, ID, Int, ObjectType, Query, Resolver } from '@nestjs/graphql';
import { CurrentAccess, type Access } from '../access/access.js';
import { Json, LocalDate } from '../scalars.js';
import { READ_MODELS, ReadModels } from './read-models.js';

export const assessmentBatchQuery = query('assessmentBatch', {
  summary: 'One assessment batch: panel by party kind, scores, result, notice, report (等级共评).',
  zh: '查询评价批次：考评组构成、成绩、结果、公示与上报。',
  allow: {
    ...allowing('body', 'assessment-body', 'enterprise', 'chain-owner', 'college'),
    ...allowing('panel', 'assessor'),
    ...allowing('candidate', 'trainee'),
    ...allowing('region', 'city-bureau', 'province'),
  },
});

@ObjectType({ description: 'Seats of one party kind on the panel. 考评组构成。' })
export class PanelShare {
  @Field()
  partyKind!: string;

  @Field(() => Int)
  seats!: number;
}

@ObjectType({ description: 'A level assessment as the parties hold it together. 评价批次。' })
export class AssessmentBatch {
  @Field(() => ID)
  batchId!: string;

  @Field(() => ID)
  body!: string;

  @Field()
  occupation!: string;

  @Field()
  level!: string;

  @Field()
  stage!: string;

  @Field({
    description: 'Each who sat had an assessor from outside the own employer. 是否等级共评。',
  })
  coAssessed!: boolean;

  @Field(() => LocalDate, { nullable: true })
  on?: string | undefined;

  @Field(() => [PanelShare])
  panelByPartyKind!: readonly PanelShare[];

  @Field(() => Json, {
    description: 'Seats, candidates with scores and results, objections. 明细。',
  })
  detail!: object;
}

@Resolver()
export class AssessmentBatchResolver {
  constructor(@Inject(READ_MODELS) private readonly models: ReadModels) {}

  @Query(() => AssessmentBatch, { name: assessmentBatchQuery.name, nullable: true })
  async assessmentBatch(
    @Args('id', { type: () => ID }) id: string,
    @Args('atLeast', { type: () => String, nullable: true }) atLeast: string | null | undefined,
    @CurrentAccess() access: Access,
  ): Promise<AssessmentBatch | undefined> {
    await this.models.atLeast(atLeast, coAssessedBatches);
    const found = await this.models.of(coAssessedBatches).byKey(id);
    if (!found) return undefined;
    access.permit(partiesOfBatch(found.row));
    return viewOf(found.row, access);
  }
}

/** A candidate sees its own line only; everyone else in a relation sees the whole batch. */
const viewOf = (row: CoAssessedBatch, { actor }: Access): AssessmentBatch => {
  const { batchId, body, occupation, level, stage, coAssessed, on, panelByPartyKind } = row;
  const { panel, candidates, objections, signed, notice, report, returned, approvedOn } = row;
  const own = candidates.filter(({ candidate }) => candidate === actor.person);
  const shown = actor.role === 'trainee' ? own : candidates;
  return {
    ...{ batchId, body, occupation, level, stage, coAssessed, panelByPartyKind },
    on: on ?? undefined,
    detail: { panel, candidates: shown, objections, signed, notice, report, returned, approvedOn },
  };
};

const partiesOfBatch = (row: CoAssessedBatch) => ({
  body: [row.body, ...row.candidates.map(({ employer }) => employer ?? '')],
  panel: row.panel.map(({ assessor }) => assessor),
  candidate: row.candidates.map(({ candidate }) => candidate),
  region: row.region,
});
