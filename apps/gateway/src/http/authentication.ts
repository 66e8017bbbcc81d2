import type { Disbelief, Verifier } from '#identity';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { openSession } from '../access/session.js';
import { failure } from '../execution/failures.js';

const words: Readonly<Record<Disbelief, string>> = {
  missing: 'a token is required: Authorization: Bearer …',
  malformed: 'the token is not a signed JWT',
  unsigned: 'the token is not signed',
  forged: 'the token was not signed by a key that is trusted here',
  expired: 'the token has expired',
  'not-yet-valid': 'the token is not valid yet',
  'wrong-issuer': 'the token is from another issuer',
  'wrong-audience': 'the token is for another audience',
  'wrong-claims': 'the token lacks a claim that is needed here',
  'keys-unavailable':
    'the keys of the token issuer are out of reach; send the same again in a moment',
};

export const disbeliefText = (reason: Disbelief): string => words[reason];

/** The token of `Bearer …`; any other scheme is no token. */
export const bearerOf = (header: unknown): string | undefined =>
  typeof header === 'string' ? /^Bearer +(\S+)$/i.exec(header.trim())?.[1] : undefined;

/**
 * Refuses a request without a valid token before its body is read: the whole request, whatever it asks. Only the explorer's page
 * is served without, because it holds nothing.
 */
export const authenticate = (
  fastify: FastifyInstance,
  {
    path,
    verify,
    explorer,
  }: { readonly path: string; readonly verify: Verifier; readonly explorer: boolean },
): void => {
  fastify.addHook('onRequest', async (request: FastifyRequest, reply: FastifyReply) => {
    if (request.url.split('?')[0]?.replace(/\/$/, '') !== path || (explorer && wantsPage(request)))
      return;
    const verdict = await verify(bearerOf(request.headers.authorization));
    if (verdict.ok) return openSession(request.raw, verdict);
    const { reason } = verdict;
    const unknown = reason === 'keys-unavailable';
    const { message, extensions } = failure(
      unknown ? 'KEYS_UNAVAILABLE' : 'UNAUTHENTICATED',
      words[reason],
    );
    if (unknown) reply.status(503).header('retry-after', '1');
    else
      reply
        .status(401)
        .header(
          'www-authenticate',
          reason === 'missing' ? 'Bearer' : 'Bearer error="invalid_token"',
        );
    await reply
      .header('content-type', 'application/json; charset=utf-8')
      .send(JSON.stringify({ errors: [{ message, extensions: { code: extensions['code'] } }] }));
  });
};

const wantsPage = ({ method, headers }: FastifyRequest): boolean =>
  method === 'GET' && headers.accept?.includes('text/html') === true;
