import { remembering } from '#identity';
import { Readiness } from '#process';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import type { FastifyInstance } from 'fastify';
import { authenticate } from './http/authentication.js';
import { guardHeaders } from './http/headers.js';
import { nestLog } from './http/nest-log.js';
import { logRequests } from './http/request-log.js';
import { defaultLimits, type Limits } from './execution/limits.js';
import { readAreas } from './read-areas.js';
import { GatewayModule, graphqlPath, type GatewayParts } from './gateway.module.js';

export interface GatewayOptions extends Omit<
  GatewayParts,
  'areas' | 'limits' | 'explorer' | 'providers' | 'readiness'
> {
  /** Default all there are. */
  readonly areas?: GatewayParts['areas'];
  readonly providers?: GatewayParts['providers'];
  readonly limits?: Partial<Limits>;
  /** What `/readyz` answers from; default whether the store answers. */
  readonly readiness?: Readiness;
  /** Default off. */
  readonly explorer?: boolean;
  /** 0 takes a free one. */
  readonly port: number;
  /** Default the loopback address. */
  readonly host?: string;
}

/**
 * The API on `http://host:port/graphql`, listening when it resolves. Rejects at start for a schema, a permission table or a port
 * that cannot be. `close()` finishes the requests under way, ends subscriptions with the hint to connect again, and then the
 * connections; store and dispatcher stay the caller's to close.
 */
export const createGateway = async (options: GatewayOptions): Promise<NestFastifyApplication> => {
  const {
    areas = readAreas,
    providers = [],
    explorer = false,
    port,
    host = '127.0.0.1',
    log,
  } = options;
  const verify = remembering(options.verify);
  const limits = { ...defaultLimits, ...options.limits };
  const { readiness = whetherAnswers(options.store) } = options;
  const adapter = new FastifyAdapter({
    bodyLimit: limits.body,
    // Requests under way are finished; subscriptions, which are never, the driver ends.
    forceCloseConnections: 'idle',
    requestTimeout: 60_000,
  });
  const app = await NestFactory.create<NestFastifyApplication>(
    GatewayModule.of({ ...options, verify, areas, providers, explorer, limits, readiness }),
    adapter,
    { logger: nestLog(log), abortOnError: false },
  );
  const fastify = adapter.getInstance();
  authenticate(fastify, { path: graphqlPath, verify, explorer });
  guardHeaders(fastify);
  logRequests(fastify, log);
  closeInTime(fastify);
  try {
    await app.listen(port, host);
  } catch (error) {
    await app.close();
    throw error;
  }
  return app;
};

const whetherAnswers = (store: GatewayParts['store']): Readiness => {
  const readiness = new Readiness();
  readiness.set('store', async () => {
    await store.head();
    return { ok: true, says: 'answers' };
  });
  return readiness;
};

const closing = { longestMs: 15_000, sweepMs: 50 } as const;

/**
 * Once it closes, a connection ends when its last answer is out, and not when its client lets go of it; and one whose client neither
 * ends its request nor reads its answer, after a while.
 */
const closeInTime = (fastify: FastifyInstance): void => {
  const { server } = fastify;
  fastify.addHook('preClose', async () => {
    const sweep = setInterval(() => server.closeIdleConnections(), closing.sweepMs);
    const end = setTimeout(() => server.closeAllConnections(), closing.longestMs);
    server.once('close', () => {
      clearInterval(sweep);
      clearTimeout(end);
    });
  });
};
