import type { Allow, Role } from '#kernel';

/** A query or subscription of the API as the permission table and the documentation see it. */
export interface Query {
  /** The name of its field in `Query` or `Subscription`. */
  readonly name: string;
  /** One sentence in English that ends in a full stop. */
  readonly summary: string;
  /** The same in Chinese, for people. */
  readonly zh: string;
  readonly allow: Allow;
}

/** Declares who may ask. Throws when nobody may: such a query would be dead. */
export const query = (name: string, about: Omit<Query, 'name'>): Query => {
  if (Object.keys(about.allow).length === 0) throw new Error(`query ${name} is allowed to nobody`);
  return { name, ...about };
};

/** The same relation, or any one of several, for several roles: `allowing('any', 'province', 'city-bureau')`. */
export const allowing = (relation: string | readonly string[], ...roles: readonly Role[]): Allow =>
  Object.fromEntries(roles.map((role) => [role, relation]));
