import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { claimsOf } from '#identity';
import type { PersonActor } from '#kernel';
import { exportJWK, generateKeyPair, SignJWT, type JWK } from 'jose';

/** An OpenID provider as far as tokens are checked: its configuration, its key set, and tokens signed by its present key. */
export interface TokenIssuer {
  /** `http://127.0.0.1:…`, also while it is down. */
  readonly issuer: string;
  readonly audience: string;
  sign(actor: PersonActor, audience?: string): Promise<string>;
  /** Signs by a new key from now on; the old one is withdrawn. */
  rotate(): Promise<void>;
  /** How often the key set was asked for. */
  asked(): number;
  stop(): Promise<void>;
  start(): Promise<void>;
}

export interface IssuerOptions {
  readonly algorithm?: 'RS256' | 'ES256' | 'EdDSA';
  /** What the configuration says of itself instead of the truth. */
  readonly says?: Readonly<Record<string, string>>;
}

export const startTokenIssuer = async (options: IssuerOptions = {}): Promise<TokenIssuer> => {
  const { algorithm = 'RS256', says = {} } = options;
  let key = await newKey(algorithm, 1);
  let asked = 0;
  const answers: Readonly<Record<string, () => object>> = {
    '/.well-known/openid-configuration': () => ({ issuer, jwks_uri: `${issuer}/keys`, ...says }),
    '/keys': () => {
      asked += 1;
      return { keys: [key.jwk] };
    },
  };
  const server = createServer((request, response) => {
    const answer = answers[request.url ?? ''];
    response.writeHead(answer ? 200 : 404, { 'content-type': 'application/json' });
    response.end(JSON.stringify(answer?.() ?? {}));
  });
  const port = await listen(server, 0);
  const issuer = `http://127.0.0.1:${String(port)}`;
  return {
    ...{ issuer, audience: 'skilltrace' },
    sign: (actor, audience = 'skilltrace') =>
      new SignJWT({ ...claimsOf(actor) })
        .setProtectedHeader({ alg: algorithm, kid: key.kid })
        .setIssuer(issuer)
        .setAudience(audience)
        .setIssuedAt()
        .setExpirationTime('1h')
        .sign(key.privateKey),
    rotate: async () => {
      key = await newKey(algorithm, Number(key.kid) + 1);
    },
    asked: () => asked,
    stop: async () => {
      if (!server.listening) return;
      const closed = once(server, 'close');
      server.close();
      server.closeAllConnections();
      await closed;
    },
    start: async () => {
      await listen(server, port);
    },
  };
};

interface Key {
  readonly kid: string;
  readonly jwk: JWK;
  readonly privateKey: CryptoKey;
}

const newKey = async (algorithm: string, number: number): Promise<Key> => {
  const { publicKey, privateKey } = await generateKeyPair(algorithm);
  const kid = String(number);
  return {
    kid,
    privateKey,
    jwk: { ...(await exportJWK(publicKey)), kid, alg: algorithm, use: 'sig' },
  };
};

const listen = async (server: Server, port: number): Promise<number> => {
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
  return (server.address() as AddressInfo).port;
};
