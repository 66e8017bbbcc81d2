import { z } from 'zod';

const OpenIdConfiguration = z.object({ issuer: z.string(), jwks_uri: z.url() });

/**
 * Where the issuer publishes its keys, as its OpenID configuration says. Rejects when that cannot be read in time, is not one, or is
 * another issuer's: a document that names someone else would let that one sign for this.
 *
 * Source: OpenID Connect Discovery 1.0, sections 4.1 and 4.3.
 */
export const discoverKeySet = async (issuer: string, timeoutMs: number): Promise<string> => {
  const address = `${issuer.replace(/\/$/, '')}/.well-known/openid-configuration`;
  const response = await fetch(address, {
    headers: { accept: 'application/json' },
    redirect: 'error',
    signal: AbortSignal.timeout(timeoutMs),
  });
  if (!response.ok)
    throw new Error(`the OpenID configuration was answered with ${response.status}`);
  const { issuer: named, jwks_uri: keySet } = OpenIdConfiguration.parse(await response.json());
  if (named !== issuer) throw new Error('the OpenID configuration is of another issuer');
  if (!isProtected(keySet)) throw new Error('the OpenID configuration names a key set without TLS');
  return keySet;
};

/** Whether nobody on the way can put keys of their own in the answer: over TLS, or without leaving the machine. */
export const isProtected = (url: string): boolean => {
  if (!URL.canParse(url)) return false;
  const { protocol, hostname } = new URL(url);
  return (
    protocol === 'https:' ||
    (protocol === 'http:' && /^(?:127\.\d+\.\d+\.\d+|\[::1\]|localhost)$/.test(hostname))
  );
};
