import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { PersonActor } from '#kernel';
import { startTokenIssuer, type TokenIssuer } from '../../../test/support/token-issuer.js';
import { remoteKeys, type RemoteKeysOptions, type TokenKeys } from './keys.js';
import { verifier, type Verifier } from './verifier.js';

const actor: PersonActor = { user: 'hr-1', role: 'enterprise', organization: 'e-1' };
let issuer: TokenIssuer;
let keys: TokenKeys | undefined;
const trusting = (options: Partial<RemoteKeysOptions> = {}): Verifier => {
  keys = remoteKeys({ issuer: issuer.issuer, timeoutMs: 500, pauseMs: 0, ...options });
  return verifier({ issuer: issuer.issuer, audience: issuer.audience, keys });
};
beforeEach(async () => {
  issuer = await startTokenIssuer();
});
afterEach(async () => {
  keys?.close();
  await issuer.stop();
});

describe('a token of an OpenID provider', () => {
  it.each(['RS256', 'ES256', 'EdDSA'] as const)(
    'is believed when signed by %s',
    async (algorithm) => {
      await issuer.stop();
      issuer = await startTokenIssuer({ algorithm });
      const verify = trusting();
      expect(await verify(await issuer.sign(actor))).toMatchObject({ ok: true, actor });
      expect(await verify(await issuer.sign(actor, 'another'))).toMatchObject({
        reason: 'wrong-audience',
      });
      expect(await keys?.trouble()).toBeUndefined();
    },
  );

  it('is checked with keys fetched once, and at an address that was configured', async () => {
    const verify = trusting({ jwksUrl: `${issuer.issuer}/keys`, issuer: issuer.issuer });
    const token = await issuer.sign(actor);
    const verdicts = await Promise.all(Array.from({ length: 20 }, () => verify(token)));
    expect(verdicts.every(({ ok }) => ok)).toBe(true);
    expect(issuer.asked()).toBe(1);
  });

  it('is believed at once when it is signed by a key made since, and doubted by one withdrawn', async () => {
    const verify = trusting({ cooldownMs: 0 });
    const old = await issuer.sign(actor);
    expect(await verify(old)).toMatchObject({ ok: true });
    await issuer.rotate();
    expect(await verify(await issuer.sign(actor))).toMatchObject({ ok: true });
    expect(await verify(old)).toEqual({ ok: false, reason: 'forged' });
  });

  it('is neither believed nor doubted while the keys were never had, and believed when they are', async () => {
    const token = await issuer.sign(actor);
    await issuer.stop();
    const verify = trusting();
    expect(await verify(token)).toEqual({ ok: false, reason: 'keys-unavailable' });
    expect(await keys?.trouble()).toMatch(/key set .* cannot be had/);
    await issuer.start();
    expect(await keys?.trouble()).toBeUndefined();
    expect(await verify(token)).toMatchObject({ ok: true });
  });

  it('is believed through an outage shorter than the keys are good for, and then neither', async () => {
    const token = await issuer.sign(actor);
    const patient = trusting();
    expect(await patient(token)).toMatchObject({ ok: true });
    keys?.close();
    const hasty = trusting({ goodForMs: 0 });
    expect(await hasty(token)).toMatchObject({ ok: true });
    await issuer.stop();
    expect(await patient(token)).toMatchObject({ ok: true });
    expect(await hasty(token)).toEqual({ ok: false, reason: 'keys-unavailable' });
  });

  it('waits for no key set that just now did not answer', async () => {
    const verify = trusting({ pauseMs: 60_000 });
    const token = await issuer.sign(actor);
    await issuer.stop();
    expect(await verify(token)).toMatchObject({ reason: 'keys-unavailable' });
    await issuer.start();
    expect(await verify(token)).toMatchObject({ reason: 'keys-unavailable' });
    expect(issuer.asked()).toBe(0);
  });

  it.each([
    ['is of another issuer', { issuer: 'https://id.example.cn' }],
    ['names a key set without TLS', { jwks_uri: 'http://keys.example.cn/keys' }],
    ['names none', { jwks_uri: 'nowhere' }],
  ])('is not checked by a configuration that %s', async (_, says) => {
    await issuer.stop();
    issuer = await startTokenIssuer({ says });
    const verify = trusting();
    expect(await verify(await issuer.sign(actor))).toMatchObject({ reason: 'keys-unavailable' });
  });
});
