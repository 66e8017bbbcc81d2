import {
  isProtected,
  localKeys,
  namedClaims,
  remoteKeys,
  type ClaimNames,
  type Trust,
} from '#identity';
import { optional } from '#process';
import type { JWK } from 'jose';
import { z } from 'zod';

const publicKey = z
  .discriminatedUnion('kty', [
    z.looseObject({ kty: z.literal('OKP'), crv: z.literal('Ed25519'), x: z.string() }),
    z.looseObject({ kty: z.literal('EC'), crv: z.literal('P-256'), x: z.string(), y: z.string() }),
    z.looseObject({ kty: z.literal('RSA'), n: z.string().min(342), e: z.string() }),
  ])
  .refine((key) => !('d' in key));
const KeySet = z.object({ keys: z.array(publicKey).min(1) });

const keySetText = z.string().transform((text, context): readonly JWK[] => {
  const keys = KeySet.safeParse(parsed(text));
  if (keys.success) return keys.data.keys;
  context.addIssue(
    'must be a JSON Web Key Set of public keys, Ed25519, P-256 or RSA from 2048 bits: {"keys":[{"kty":"OKP",…}]}',
  );
  return z.NEVER;
});

const protectedUrl = z
  .url({ error: 'must be a URL' })
  .refine(isProtected, { error: 'must begin with https:// (http:// only on this machine)' });

const claimNames = z.string().transform((text, context): ClaimNames => {
  const pairs = text.split(',').map((pair) => /^\s*(\w+)=(\S+)\s*$/.exec(pair)?.slice(1) ?? []);
  if (pairs.every(([claim]) => namedClaims.some((known) => known === claim)))
    return Object.fromEntries(pairs) as ClaimNames;
  context.addIssue(
    `must be like role=realm_access.roles,organization=org, with the names ${namedClaims.join(', ')}`,
  );
  return z.NEVER;
});

const parsed = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    // Not JSON is not a key set either.
    return undefined;
  }
};

/** Whose tokens are believed, and how their keys are come by. */
export const tokenVariables = z.object({
  TOKEN_ISSUER: z.string(),
  TOKEN_AUDIENCE: z.string(),
  TOKEN_KEYS: optional(keySetText),
  TOKEN_JWKS_URL: optional(protectedUrl),
  TOKEN_CLAIMS: optional(claimNames),
});
type TokenVariables = z.infer<typeof tokenVariables>;

/** Whose tokens are believed, when it is not the development issuer's. */
export interface TokenSource {
  readonly issuer: string;
  readonly audience: string;
  /** In the configuration itself; otherwise they are fetched. */
  readonly keys: readonly JWK[] | undefined;
  /** Where they are fetched; otherwise the issuer is asked where. */
  readonly jwksUrl: string | undefined;
  readonly claims: ClaimNames | undefined;
}

/** The source that the variables name, or in one line what does not go together. */
export const tokenSourceFrom = (variables: TokenVariables): TokenSource | string => {
  const { TOKEN_ISSUER: issuer, TOKEN_KEYS: keys, TOKEN_JWKS_URL: jwksUrl } = variables;
  if (keys && jwksUrl) return 'TOKEN_KEYS and TOKEN_JWKS_URL are both set: set one of them';
  if (!keys && !jwksUrl && !protectedUrl.safeParse(issuer).success)
    return 'TOKEN_KEYS or TOKEN_JWKS_URL must be set: TOKEN_ISSUER is not a URL at which to ask for the keys';
  const { TOKEN_AUDIENCE: audience, TOKEN_CLAIMS: claims } = variables;
  return { issuer, audience, keys, jwksUrl, claims };
};

/** The trust in such tokens. `keys` is the caller's to close. */
export const trustIn = ({ issuer, audience, keys, jwksUrl, claims }: TokenSource) =>
  ({
    issuer,
    audience,
    keys: keys ? localKeys(keys) : remoteKeys({ issuer, jwksUrl }),
    ...(claims && { claims }),
  }) satisfies Trust;
