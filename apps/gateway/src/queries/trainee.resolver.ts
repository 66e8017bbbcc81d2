import { allowing, query } from '#identity';
import type { Where } from '#projections';
import { hoursLedger, trainees } from '#training';
import { Inject } from '@nestjs/common';
import { Args, ArgsType, Field, ID, Parent, Query, ResolveField, Resolver } from '@nestjs/graphql';
import type { PersonActor } from '#kernel';
import { CurrentAccess, type Access } from '../access/access.js';
import { CurrentActor } from '../access/session.js';
import { failure } from '../execution/failures.js';
import { Price } from '../execution/price.js';
import { LocalDate } from '../scalars.js';
import { connectionFrom, PageArgs } from './connection.js';
import { hoursTotals } from './hours-totals.js';
import { nextSteps } from './next-steps.js';
import { paged, READ_MODELS, ReadModels } from './read-models.js';
import { narrow, partiesOfTrainee, scopeOf, traineeViews } from './trainee-rows.js';
import {
  HoursConnection,
  HoursTotal,
  NextStep,
  Trainee,
  TraineeConnection,
  TraineeStateEnum,
} from './trainee.types.js';

const allow = {
  ...allowing('enterprise', 'chain-owner', 'enterprise'),
  ...allowing('college', 'college'),
  ...allowing('trainee', 'trainee'),
  ...allowing('region', 'city-bureau', 'province'),
};
export const traineeQuery = query('trainee', {
  summary: 'One trainee: state, milestones, hours, certificates, employment and what comes next.',
  zh: '查询学员：状态、里程碑、学时、证书、就业与下一步。',
  allow,
});
export const traineesQuery = query('trainees', {
  summary: 'Trainees by state, enterprise, college or class, or by full name or identity number.',
  zh: '按状态、企业、院校、班级，或姓名、证件号码查询学员。',
  allow,
});
export const classRosterQuery = query('classRoster', {
  summary: 'The trainees of one class.',
  zh: '查询班级花名册。',
  allow,
});

@ArgsType()
class TraineesArgs extends PageArgs {
  @Field(() => TraineeStateEnum, { nullable: true })
  state?: keyof typeof TraineeStateEnum | null;

  @Field(() => ID, { nullable: true })
  enterprise?: string | null;

  @Field(() => ID, { nullable: true })
  college?: string | null;

  @Field(() => ID, { nullable: true })
  classId?: string | null;

  @Field(() => String, { nullable: true, description: 'The whole name as registered. 完整姓名。' })
  name?: string | null;

  @Field(() => String, { nullable: true, description: 'The whole identity number. 完整证件号码。' })
  idNumber?: string | null;
}

@ArgsType()
class HoursArgs extends PageArgs {
  @Field(() => LocalDate, { nullable: true })
  from?: string | null;

  @Field(() => LocalDate, { nullable: true })
  until?: string | null;
}

@Resolver(() => Trainee)
export class TraineeResolver {
  constructor(@Inject(READ_MODELS) private readonly models: ReadModels) {}

  @Query(() => Trainee, { name: traineeQuery.name, nullable: true })
  async trainee(
    @Args('id', { type: () => ID }) id: string,
    @Args('atLeast', { type: () => String, nullable: true }) atLeast: string | null | undefined,
    @CurrentAccess() access: Access,
  ): Promise<Trainee | undefined> {
    await this.models.atLeast(atLeast, trainees, hoursLedger);
    const found = await this.models.of(trainees).byKey(id);
    if (!found) return undefined;
    access.permit(partiesOfTrainee(id, found.row));
    const [view] = await traineeViews(this.models.vault, [found]);
    return view;
  }

  @Query(() => TraineeConnection, { name: traineesQuery.name })
  async trainees(
    @Args() args: TraineesArgs,
    @CurrentAccess() access: Access,
    @CurrentActor() actor: PersonActor,
  ) {
    await this.models.atLeast(args.atLeast, trainees);
    // The scope narrows the list to what the actor may see, so every row of it may be shown.
    access.sees({});
    const { state, enterprise, college, classId } = args;
    const asked = { state, enterprise, college, class: classId };
    const given = Object.entries(asked).filter(([, value]) => typeof value === 'string');
    const persons = await this.persons(args);
    return this.page(args, { ...Object.fromEntries(given), ...persons }, actor);
  }

  @Query(() => TraineeConnection, { name: classRosterQuery.name })
  async classRoster(
    @Args('classId', { type: () => ID }) classId: string,
    @Args() args: PageArgs,
    @CurrentAccess() access: Access,
    @CurrentActor() actor: PersonActor,
  ) {
    await this.models.atLeast(args.atLeast, trainees);
    access.sees({});
    return this.page(args, { class: classId }, actor);
  }

  @Price(100)
  @ResolveField(() => [HoursTotal], { description: 'Sums by kind and venue. 学时汇总。' })
  hours(@Parent() { apprenticeshipId }: Trainee): Promise<HoursTotal[]> {
    return hoursTotals(this.models, apprenticeshipId);
  }

  @Price(10)
  @ResolveField(() => HoursConnection, { description: 'Every entry, oldest first. 学时明细。' })
  async hoursLedger(@Parent() { id }: Trainee, @Args() args: HoursArgs) {
    const on = {
      ...(typeof args.from === 'string' && { from: args.from }),
      ...(typeof args.until === 'string' && { to: args.until }),
    };
    const page = await paged(() =>
      this.models.of(hoursLedger).page({
        where: { person: id, ...(Object.keys(on).length > 0 && { on }) },
        order: { by: 'on' },
        first: args.first,
        after: args.after ?? undefined,
      }),
    );
    const lines = page.rows.map(({ key, row }) => ({ ...row, entry: key }));
    return connectionFrom(page, args.after, lines);
  }

  @Price(500)
  @ResolveField(() => [NextStep], { description: 'A dry run of the rules. 下一步与受阻原因。' })
  nextSteps(@Parent() trainee: Trainee): Promise<NextStep[]> {
    return nextSteps(this.models, trainee);
  }

  private async persons({ name, idNumber }: TraineesArgs) {
    const byName = typeof name === 'string' ? await this.models.vault.findByName(name) : undefined;
    if (typeof idNumber === 'string') {
      const holders = await this.models.vault.findByIdNumber(idNumber);
      return { person: { in: holders.filter((person) => byName?.includes(person) ?? true) } };
    }
    return byName ? { person: { in: byName } } : {};
  }

  private async page(args: PageArgs, where: Where, actor: PersonActor) {
    const narrowed = narrow(where, scopeOf(actor));
    if (args.first > 500) throw failure('BAD_USER_INPUT', '"first" must be between 1 and 500');
    const page = await paged(() =>
      this.models
        .of(trainees)
        .page({ where: narrowed, first: args.first, after: args.after ?? undefined }),
    );
    const views = await traineeViews(this.models.vault, page.rows);
    return connectionFrom(page, args.after, views);
  }
}
