import { certificateRegister, type RegisteredCertificate } from '#certificates';
import { allowing, query } from '#identity';
import type { PersonActor } from '#kernel';
import type { Where } from '#projections';
import { maskName } from '#vault';
import { Inject } from '@nestjs/common';
import { Args, ArgsType, Field, Query, Resolver } from '@nestjs/graphql';
import { CurrentAccess, type Access } from '../access/access.js';
import { CurrentActor } from '../access/session.js';
import { failure } from '../execution/failures.js';
import { Certificate, CertificateConnection, CertificateKindEnum } from './certificate.types.js';
import { connectionFrom, PageArgs } from './connection.js';
import { paged, READ_MODELS, ReadModels } from './read-models.js';
import { within } from './trainee-rows.js';

const allow = {
  ...allowing('party', 'chain-owner', 'enterprise', 'college', 'assessment-body'),
  ...allowing('holder', 'trainee'),
  ...allowing('region', 'city-bureau', 'province'),
};
export const certificateQuery = query('certificate', {
  summary: 'One certificate of either kind by its number, with custodians and history (证书共管).',
  zh: '按编号查询证书，含共管方与状态历史。',
  allow,
});
export const certificatesQuery = query('certificates', {
  summary: 'The register of both kinds of certificate, as far as the caller is a party.',
  zh: '查询证书登记（两类证书）。',
  allow,
});

@ArgsType()
class CertificatesArgs extends PageArgs {
  @Field(() => CertificateKindEnum, { nullable: true })
  kind?: CertificateKindEnum | null;

  @Field(() => String, {
    nullable: true,
    description: 'numbered, issued, suspended or revoked. 状态。',
  })
  standing?: string | null;
}

@Resolver()
export class CertificateResolver {
  constructor(@Inject(READ_MODELS) private readonly models: ReadModels) {}

  @Query(() => Certificate, { name: certificateQuery.name, nullable: true })
  async certificate(
    @Args('number') number: string,
    @Args('atLeast', { type: () => String, nullable: true }) atLeast: string | null | undefined,
    @CurrentAccess() access: Access,
  ): Promise<Certificate | undefined> {
    await this.models.atLeast(atLeast, certificateRegister);
    const page = await this.models.of(certificateRegister).page({ where: { number }, first: 1 });
    const [found] = page.rows;
    if (!found) return undefined;
    access.permit(partiesOfCertificate(found.row));
    const [view] = await this.named([found.row]);
    return view;
  }

  @Query(() => CertificateConnection, { name: certificatesQuery.name })
  async certificates(
    @Args() args: CertificatesArgs,
    @CurrentAccess() access: Access,
    @CurrentActor() actor: PersonActor,
  ) {
    await this.models.atLeast(args.atLeast, certificateRegister);
    // The scope narrows the list to what the actor may see, so every row of it may be shown.
    access.sees({});
    if (args.first > 500) throw failure('BAD_USER_INPUT', '"first" must be between 1 and 500');
    const where: Where = {
      ...scopeOf(actor),
      ...(args.kind && { kind: args.kind }),
      ...(typeof args.standing === 'string' && { standing: args.standing }),
    };
    const page = await paged(() =>
      this.models
        .of(certificateRegister)
        .page({ where, first: args.first, after: args.after ?? undefined }),
    );
    const views = await this.named(page.rows.map(({ row }) => row));
    return connectionFrom(page, args.after, views);
  }

  private async named(rows: readonly RegisteredCertificate[]): Promise<readonly Certificate[]> {
    const identities = await this.models.vault.identities(rows.map(({ person }) => person));
    return rows.map((row) => {
      const identity = identities.get(row.person);
      const name = identity?.state === 'known' ? maskName(identity.name) : undefined;
      const { kind, ...rest } = row;
      return { ...rest, kind: kindView(kind), name };
    });
  }
}

const kindView = (kind: RegisteredCertificate['kind']): CertificateKindEnum =>
  kind === 'level' ? CertificateKindEnum.LEVEL : CertificateKindEnum.TRAINING;

const partiesOfCertificate = ({
  enterprise,
  college,
  body,
  person,
  region,
}: RegisteredCertificate) => ({
  party: [enterprise, college, body].filter((one) => one !== null),
  holder: person,
  region,
});

/** The part of the register that an actor may see. */
const scopeOf = (actor: PersonActor): Where => {
  if (actor.role === 'trainee') return { person: actor.person ?? '' };
  if (actor.role === 'city-bureau' || actor.role === 'province') {
    return within(actor.region);
  }
  return { organizations: { has: actor.organization ?? '' } };
};
