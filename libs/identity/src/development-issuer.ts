import type { PersonActor } from '#kernel';
import { exportJWK, generateKeyPair, importJWK, SignJWT, type JWK } from 'jose';
import { claimsOf } from './claims.js';

/** Signs tokens for demo users. Only for embedded mode: in production tokens come from an identity provider. */
export interface Issuer {
  readonly issuer: string;
  readonly audience: string;
  /** The public key, for `verifier`. */
  readonly keys: readonly JWK[];
  /** A token good from now for `seconds` (default twelve hours). */
  sign(
    actor: PersonActor,
    options?: { readonly seconds?: number; readonly now?: Date },
  ): Promise<string>;
}

/** Whose tokens the standalone program makes and believes. Never to be trusted by a deployment. */
export const developmentIssuerName = 'skilltrace-development';
/** For whom they are made. */
export const developmentAudience = 'skilltrace';

const twelveHours = 43_200;

/** A new private key as a JWK, to be kept beside the embedded database and never elsewhere. */
export const newDevelopmentKey = async (): Promise<JWK> => {
  const { privateKey } = await generateKeyPair('EdDSA', { crv: 'Ed25519', extractable: true });
  return exportJWK(privateKey);
};

/** An issuer that holds its own Ed25519 key. Rejects when the JWK is not such a private key. */
export const developmentIssuer = async (privateJwk: JWK): Promise<Issuer> => {
  const { d, ...rest } = privateJwk;
  if (privateJwk.crv !== 'Ed25519' || d === undefined) {
    throw new Error(
      'the development key is not a private Ed25519 JWK: remove its file, a new one is made',
    );
  }
  const key = await importJWK(privateJwk, 'EdDSA');
  const kid = 'development';
  return {
    issuer: developmentIssuerName,
    audience: developmentAudience,
    keys: [{ ...rest, kid, alg: 'EdDSA', use: 'sig' }],
    sign: (actor, { seconds = twelveHours, now = new Date() } = {}) => {
      const from = Math.floor(now.getTime() / 1000);
      return new SignJWT({ ...claimsOf(actor) })
        .setProtectedHeader({ alg: 'EdDSA', kid, typ: 'JWT' })
        .setIssuer(developmentIssuerName)
        .setAudience(developmentAudience)
        .setIssuedAt(from)
        .setExpirationTime(from + seconds)
        .sign(key);
    },
  };
};
