import { Role } from '#kernel';

/** What a token tells beside the standard claims, and where the issuer keeps it when that is not under the same name. */
export const namedClaims = ['role', 'organization', 'person', 'region', 'on_behalf_of'] as const;
/** For each of our claims the name under which the issuer keeps it; those left out keep their own. */
export type ClaimNames = Readonly<Partial<Record<(typeof namedClaims)[number], string>>>;

/**
 * A token's payload with our claims under our names. A name may lead into objects by full stops (`realm_access.roles`); a claim of
 * the whole name comes first, because some issuers put URLs there. A list of roles, as providers keep them, counts when exactly one
 * of them is a role here; otherwise it is left as it is, and no role.
 */
export const claimsFrom = (
  payload: Readonly<Record<string, unknown>>,
  names: ClaimNames = {},
): Readonly<Record<string, unknown>> => {
  const found: Record<string, unknown> = { sub: payload['sub'] };
  for (const claim of namedClaims) {
    const value = valueAt(payload, names[claim] ?? claim);
    if (value !== undefined) found[claim] = claim === 'role' ? onlyRole(value) : value;
  }
  return found;
};

const valueAt = (payload: object, name: string): unknown => {
  if (Object.hasOwn(payload, name)) return (payload as Record<string, unknown>)[name];
  const [first = '', ...rest] = name.split('.');
  const inner = Object.hasOwn(payload, first)
    ? (payload as Record<string, unknown>)[first]
    : undefined;
  return rest.length > 0 && typeof inner === 'object' && inner !== null
    ? valueAt(inner, rest.join('.'))
    : undefined;
};

const onlyRole = (value: unknown): unknown => {
  if (!Array.isArray(value)) return value;
  const roles = [...new Set(value)].filter((one) => Role.safeParse(one).success);
  return roles.length === 1 ? roles[0] : value;
};
