import { mayTry, related, relationsHeld, type Query } from '#identity';
import type { Parties, PersonActor } from '#kernel';
import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { GraphQLResolveInfo } from 'graphql';
import { failure } from '../execution/failures.js';

/**
 * One actor's permission for one query. A resolver that answers anything must have asked it first; the field is refused
 * otherwise, so forgetting to ask shows nothing to anybody.
 */
export class Access {
  private wasAsked: boolean;

  /** Throws `FORBIDDEN` when the actor's role has no row in the table. */
  constructor(
    private readonly query: Query,
    readonly actor: PersonActor,
  ) {
    if (!mayTry(query.allow, actor)) throw this.forbidden();
    // An actor whose relation is `any` is related to everything, so there is nothing to ask.
    this.wasAsked = related(query.allow, actor, {});
  }

  get asked(): boolean {
    return this.wasAsked;
  }

  /** Whether the actor may see every subject: no list needs to be narrowed for it. */
  get seesAll(): boolean {
    return related(this.query.allow, this.actor, {});
  }

  /** Whether the actor may see a subject with these parties; for lists, which leave out what it may not. */
  sees(parties: Parties): boolean {
    this.wasAsked = true;
    return related(this.query.allow, this.actor, parties);
  }

  /** Throws `FORBIDDEN` unless the actor may see the subject with these parties. */
  permit(parties: Parties): void {
    if (!this.sees(parties)) throw this.forbidden();
  }

  /** As `permit`, and answers in which relations the actor stands: how much of the subject it may see can hang on that. */
  permitAs(parties: Parties): readonly string[] {
    this.permit(parties);
    return relationsHeld(this.query.allow, this.actor, parties);
  }

  private forbidden() {
    return failure('FORBIDDEN', `this actor may not ask for ${this.query.name}`);
  }
}

// Keyed by the resolver's info, which is one object per field: two fields of one request never share their permission.
const granted = new WeakMap<GraphQLResolveInfo, Access>();

export const grant = (info: GraphQLResolveInfo, access: Access): void => {
  granted.set(info, access);
};

/** The permission for the query being resolved. Only for fields of `Query` and `Subscription`. */
export const CurrentAccess = createParamDecorator(
  (_: unknown, context: ExecutionContext): Access => {
    const access = granted.get(context.getArgByIndex<GraphQLResolveInfo>(3));
    if (!access)
      throw new Error('asked for access outside a query: guardQueries has not seen this field');
    return access;
  },
);
