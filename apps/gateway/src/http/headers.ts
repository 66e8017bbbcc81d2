import type { FastifyInstance } from 'fastify';

const always = {
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
  'referrer-policy': 'no-referrer',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'cache-control': 'no-store',
} as const;

const closed = "default-src 'none'; frame-ancestors 'none'";

// The explorer is one page with its script, style, workers and fonts inside it; it may talk to this server alone.
const page = [
  "default-src 'none'",
  "script-src 'unsafe-inline' 'unsafe-eval' blob:",
  'worker-src blob:',
  "style-src 'unsafe-inline'",
  'img-src data:',
  'font-src data:',
  "connect-src 'self' ws: wss:",
  "frame-ancestors 'none'",
].join('; ');

/** Headers that narrow what a browser does with an answer. CORS stays off: no other origin is told that it may read. */
export const guardHeaders = (fastify: FastifyInstance): void => {
  fastify.addHook('onSend', async (_request, reply) => {
    const html = String(reply.getHeader('content-type') ?? '').startsWith('text/html');
    reply.headers({ ...always, 'content-security-policy': html ? page : closed });
  });
};
