import type { PersonActor } from '#kernel';
import { decodeProtectedHeader, errors, jwtVerify, type JWK } from 'jose';
import { claimsFrom, type ClaimNames } from './claim-names.js';
import { actorOf, Claims } from './claims.js';
import { KeysUnavailable, localKeys, type TokenKeys } from './keys.js';

/** Why a token was not believed. The name may be told to the bearer; nothing of the token may. */
export type Disbelief =
  | 'missing'
  | 'malformed'
  | 'unsigned'
  | 'forged'
  | 'expired'
  | 'not-yet-valid'
  | 'wrong-issuer'
  | 'wrong-audience'
  | 'wrong-claims'
  /** Nothing was found out: the keys to check it with are out of reach. Not the bearer's fault, and to be answered so. */
  | 'keys-unavailable';

/** Who the bearer is, or why the token was not believed. The caller answers 401 to a disbelief, but 503 to `keys-unavailable`. */
export type Verdict =
  | {
      readonly ok: true;
      readonly actor: PersonActor;
      /** Seconds since 1970 after which the token is no longer good: long-lived connections end then. */
      readonly expires: number;
    }
  | { readonly ok: false; readonly reason: Disbelief };

/** Never rejects: whatever the text is, the answer is an actor or a named disbelief. */
export type Verifier = (token: string | undefined) => Promise<Verdict>;

/** Whose tokens are believed: signed by one of these keys, by this very issuer, for this very audience; both compare as text. */
export interface Trust {
  readonly issuer: string;
  readonly audience: string;
  /** Public keys, each with its `kid` when there is more than one; or where they are to be had. */
  readonly keys: readonly JWK[] | TokenKeys;
  /** Where the issuer keeps what is not among the standard claims; default each under its own name. */
  readonly claims?: ClaimNames;
  /** Seconds by which clocks may differ; default 30. */
  readonly skew?: number;
  /** The clock, for tests; default the system's. */
  readonly now?: () => Date;
}

const doubt = (reason: Disbelief): Verdict => ({ ok: false, reason });

/** EdDSA, and what OpenID providers sign with unless told otherwise. Never a shared secret, never `none`. */
const algorithms = ['EdDSA', 'Ed25519', 'ES256', 'RS256'];

/** A verifier of signed JWTs. `exp`, `iat` and `sub` are required; no algorithm but those above is ever accepted. */
export const verifier = ({
  issuer,
  audience,
  keys,
  claims: names,
  skew = 30,
  now,
}: Trust): Verifier => {
  const { find } = 'trouble' in keys ? keys : localKeys(keys);
  return async (token) => {
    if (token === undefined || token === '') return doubt('missing');
    try {
      const { payload } = await jwtVerify(token, find, {
        issuer,
        audience,
        algorithms,
        clockTolerance: skew,
        requiredClaims: ['exp', 'iat', 'sub'],
        ...(now && { currentDate: now() }),
      });
      const claims = Claims.safeParse(claimsFrom(payload, names));
      if (!claims.success || payload.exp === undefined) return doubt('wrong-claims');
      return { ok: true, actor: actorOf(claims.data), expires: payload.exp };
    } catch (error) {
      return doubt(reasonFor(error, token));
    }
  };
};

const reasonFor = (error: unknown, token: string): Disbelief => {
  if (error instanceof KeysUnavailable) return 'keys-unavailable';
  if (error instanceof errors.JWTExpired) return 'expired';
  if (error instanceof errors.JWTClaimValidationFailed) return reasonForClaim(error.claim);
  if (error instanceof errors.JOSEAlgNotAllowed) return isUnsigned(token) ? 'unsigned' : 'forged';
  if (error instanceof errors.JWSSignatureVerificationFailed) return 'forged';
  if (error instanceof errors.JWKSNoMatchingKey) return 'forged';
  if (error instanceof errors.JOSENotSupported) return isUnsigned(token) ? 'unsigned' : 'forged';
  // Everything else that jose throws is about the form: no three parts, no JSON, no base64.
  return 'malformed';
};

const reasonForClaim = (claim: string): Disbelief => {
  if (claim === 'iss') return 'wrong-issuer';
  if (claim === 'aud') return 'wrong-audience';
  if (claim === 'nbf' || claim === 'iat') return 'not-yet-valid';
  return 'wrong-claims';
};

const isUnsigned = (token: string): boolean => {
  try {
    return decodeProtectedHeader(token).alg === 'none';
  } catch {
    // Not even a header: the caller has already decided that it is refused, only the name of the reason is asked here.
    return false;
  }
};
