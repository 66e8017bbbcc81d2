import { remembering } from '#identity';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { authenticate } from './http/authentication.js';
import { guardHeaders } from './http/headers.js';
import { nestLog } from './http/nest-log.js';
import { logRequests } from './http/request-log.js';
import { defaultLimits, type Limits } from './execution/limits.js';
import { readAreas } from './read-areas.js';
import { GatewayModule, graphqlPath, type GatewayParts } from './gateway.module.js';

export interface GatewayOptions extends Omit<
  GatewayParts,
  'areas' | 'limits' | 'explorer' | 'providers'
> {
  /** Default all there are. */
  readonly areas?: GatewayParts['areas'];
  readonly providers?: GatewayParts['providers'];
  readonly limits?: Partial<Limits>;
  /** Default off. */
  readonly explorer?: boolean;
  /** 0 takes a free one. */
  readonly port: number;
  /** Default the loopback address. */
  readonly host?: string;
}

/**
 * The API on `http://host:port/graphql`, listening when it resolves. Rejects at start for a schema, a permission table or a port
 * that cannot be. `close()` ends its subscriptions and connections; store and dispatcher stay the caller's to close.
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
  const adapter = new FastifyAdapter({
    bodyLimit: limits.body,
    // Subscriptions over SSE would keep a closing server open for ever.
    forceCloseConnections: true,
    requestTimeout: 60_000,
  });
  const app = await NestFactory.create<NestFastifyApplication>(
    GatewayModule.of({ ...options, verify, areas, providers, explorer, limits }),
    adapter,
    { logger: nestLog(log), abortOnError: false },
  );
  const fastify = adapter.getInstance();
  authenticate(fastify, { path: graphqlPath, verify, explorer });
  guardHeaders(fastify);
  logRequests(fastify, log);
  try {
    await app.listen(port, host);
  } catch (error) {
    await app.close();
    throw error;
  }
  return app;
};
