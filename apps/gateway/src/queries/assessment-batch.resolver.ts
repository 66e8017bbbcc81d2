import { allowing, query } from '#identity';
import { coAssessedBatches, type CoAssessedBatch } from '#assessment';
import type { PersonActor } from '#kernel';
import { Inject } from '@nestjs/common';
import { Args, Field, ID, Int, ObjectType, Query, Resolver } from '@nestjs/graphql';
import { CurrentAccess, type Access } from '../access/access.js';
import { Json, LocalDate } from '../scalars.js';
import { READ_MODELS, ReadModels } from './read-models.js';

export const assessmentBatchQuery = query('assessmentBatch', {
  summary:
    'One assessment batch: panel by party kind, scores, result, notice, report (等级共评); of the candidates, an employer sees its own and a candidate itself.',
  zh: '查询评价批次：考评组构成、成绩、结果、公示与上报；用人单位、考生仅见与己有关的成绩和异议。',
  allow: {
    ...allowing('body', 'assessment-body'),
    // An organisation of any kind may have itself filed as a body.
    ...allowing(['body', 'employer'], 'enterprise', 'chain-owner', 'college'),
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
    description:
      'Seats, candidates with scores and results, objections; the last two as far as the caller may see. 明细。',
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
    const relations = access.permitAs(partiesOfBatch(found.row));
    return viewOf(narrowed(found.row, relations, access.actor));
  }
}

/** These hold the whole batch together; employers and candidates have a part in it only by their people. */
const whole = ['body', 'panel', 'region'];

/** The batch with only those candidates and their objections that concern who stands in these relations to it. */
const narrowed = (
  row: CoAssessedBatch,
  relations: readonly string[],
  { organization, person }: PersonActor,
): CoAssessedBatch => {
  if (relations.some((relation) => whole.includes(relation))) return row;
  const [employs, sits] = ['employer', 'candidate'].map((relation) => relations.includes(relation));
  const candidates = row.candidates.filter(
    ({ candidate, employer }) =>
      (employs && employer === organization) || (sits && candidate === person),
  );
  const shown = new Set(candidates.map(({ candidate }) => candidate));
  const objections = row.objections.filter(({ candidate }) => shown.has(candidate));
  return { ...row, candidates, objections };
};

const viewOf = (row: CoAssessedBatch): AssessmentBatch => {
  const { batchId, body, occupation, level, stage, coAssessed, on, panelByPartyKind } = row;
  const { panel, candidates, objections, signed, notice, report, returned, approvedOn } = row;
  return {
    ...{ batchId, body, occupation, level, stage, coAssessed, panelByPartyKind },
    on: on ?? undefined,
    detail: { panel, candidates, objections, signed, notice, report, returned, approvedOn },
  };
};

const partiesOfBatch = (row: CoAssessedBatch) => ({
  body: row.body,
  employer: row.candidates.map(({ employer }) => employer ?? ''),
  panel: row.panel.map(({ assessor }) => assessor),
  candidate: row.candidates.map(({ candidate }) => candidate),
  region: row.region,
});
