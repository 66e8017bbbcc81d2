import { beforeAll, describe, expect, it } from '@jest/globals';
import { generateKeyPairSync } from 'node:crypto';
import type { PersonActor } from '#kernel';
import { SignJWT, UnsecuredJWT } from 'jose';
import { developmentIssuer, newDevelopmentKey, type Issuer } from './development-issuer.js';
import { verifier, type Verifier } from './verifier.js';

const actor: PersonActor = {
  user: 'hr-1',
  role: 'enterprise',
  organization: 'e-1',
  person: 'p-1',
  region: '440300',
  onBehalfOf: 'chief',
};
let issuer: Issuer;
let verify: Verifier;
beforeAll(async () => {
  issuer = await developmentIssuer(await newDevelopmentKey());
  verify = verifier(issuer);
});
const now = () => Math.floor(Date.now() / 1000);
const hs = new TextEncoder().encode('a secret that a forger may well choose');
const plain = { sub: 'hr-1', role: 'province', iss: 'skilltrace-development', aud: 'skilltrace' };

describe('a token', () => {
  it('gives the actor it was signed for, and its end', async () => {
    const verdict = await verify(await issuer.sign(actor, { seconds: 60 }));
    expect(verdict).toEqual({ ok: true, actor, expires: expect.any(Number) });
  });
  it('is never asked for private key material by the verifier', () => {
    expect(JSON.stringify(issuer.keys)).not.toContain('"d"');
  });
  it.each([undefined, ''])('is missing when it is %p', async (token) => {
    expect(await verify(token)).toEqual({ ok: false, reason: 'missing' });
  });
  it.each(['x', 'a.b.c', 'e30.e30.e30', '....'])('is malformed when it is %p', async (token) => {
    expect(await verify(token)).toMatchObject({ ok: false });
  });
  it('is refused unsigned', async () => {
    const token = new UnsecuredJWT(plain).setIssuedAt().setExpirationTime('1h').encode();
    expect(await verify(token)).toEqual({ ok: false, reason: 'unsigned' });
  });
  it('is refused when signed by another key of the same name', async () => {
    const other = await developmentIssuer(await newDevelopmentKey());
    expect(await verify(await other.sign(actor))).toEqual({ ok: false, reason: 'forged' });
  });
  it('is refused when a claim was changed after signing', async () => {
    const [header, , signature] = (await issuer.sign(actor)).split('.');
    const body = Buffer.from(JSON.stringify({ ...plain, iat: now(), exp: now() + 60 })).toString(
      'base64url',
    );
    expect(await verify(`${header}.${body}.${signature}`)).toEqual({ ok: false, reason: 'forged' });
  });
  it('is refused when signed by another algorithm, also with the public key as its secret', async () => {
    const secret = new TextEncoder().encode(issuer.keys[0]?.x);
    for (const key of [hs, secret]) {
      const token = await new SignJWT(plain)
        .setProtectedHeader({ alg: 'HS256' })
        .setIssuedAt()
        .setExpirationTime('1h')
        .sign(key);
      expect(await verify(token)).toMatchObject({ ok: false, reason: 'forged' });
    }
  });
  it('is refused when expired, but for half a minute of skew', async () => {
    const ago = (seconds: number) => new Date(Date.now() - seconds * 1000);
    expect(await verify(await issuer.sign(actor, { seconds: 60, now: ago(120) }))).toEqual({
      ok: false,
      reason: 'expired',
    });
    expect(await verify(await issuer.sign(actor, { seconds: 60, now: ago(75) }))).toMatchObject({
      ok: true,
    });
  });
});

describe('a token of another kind', () => {
  const key = generateKeyPairSync('ed25519');
  const jwk = { ...key.publicKey.export({ format: 'jwk' }), alg: 'EdDSA' };
  const trust = verifier({ issuer: 'i', audience: 'a', keys: [jwk] });
  const sign = (claims: Record<string, unknown>) =>
    new SignJWT({
      iss: 'i',
      aud: 'a',
      sub: 's',
      role: 'province',
      iat: now(),
      exp: now() + 60,
      ...claims,
    })
      .setProtectedHeader({ alg: 'EdDSA' })
      .sign(key.privateKey);

  it.each([
    [{ iss: 'other' }, 'wrong-issuer'],
    [{ aud: 'other' }, 'wrong-audience'],
    [{ nbf: now() + 600 }, 'not-yet-valid'],
    [{ exp: undefined }, 'wrong-claims'],
    [{ sub: undefined }, 'wrong-claims'],
    [{ role: 'emperor' }, 'wrong-claims'],
    [{ role: ['province', 'enterprise'] }, 'wrong-claims'],
    [{ region: '' }, 'wrong-claims'],
    [{ region: '4' }, 'wrong-claims'],
  ])('with %j is refused as %s', async (claims, reason) => {
    expect(await trust(await sign(claims))).toEqual({ ok: false, reason });
  });
});
