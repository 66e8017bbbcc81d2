import type { FastifyInstance } from 'fastify';
import type { Logger } from 'pino';

/** One line per request: how it ended, never what was in it. The query string is left out too, for it may hold variables. */
export const logRequests = (fastify: FastifyInstance, log: Logger): void => {
  fastify.addHook('onResponse', async (request, reply) => {
    const { method, url, id } = request;
    const line = {
      request: id,
      method,
      path: url.split('?')[0],
      status: reply.statusCode,
      ms: Math.round(reply.elapsedTime * 10) / 10,
    };
    log.debug(line, 'answered');
  });
};
