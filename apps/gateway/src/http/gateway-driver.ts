import type { Server } from 'node:http';
import {
  YogaDriver,
  type YogaDriverConfig,
  type YogaDriverServerContext,
} from '@graphql-yoga/nestjs';
import { Injectable } from '@nestjs/common';
import type { FastifyInstance } from 'fastify';
import { createYoga } from 'graphql-yoga';
import { serveSockets, type SocketRules, type Sockets } from './sockets.js';

export type GatewayDriverConfig = YogaDriverConfig<'fastify'> & {
  readonly sockets: SocketRules;
};

/**
 * Yoga with WebSockets of our own: the driver's take messages of a hundred megabytes from anybody, close a connection over a typing
 * error, and leave upgrades to other paths hanging.
 */
@Injectable()
export class GatewayDriver extends YogaDriver<'fastify'> {
  private served: Sockets | undefined;

  override async start(options: GatewayDriverConfig): Promise<void> {
    await super.start(options);
    const server: Server = this.httpAdapterHost.httpAdapter.getHttpServer() as Server;
    this.served = serveSockets(server, this.yoga, { ...options.sockets, path: options.path ?? '' });
  }

  protected override registerFastify(options: YogaDriverConfig<'fastify'>): void {
    const fastify = this.httpAdapterHost.httpAdapter.getInstance<FastifyInstance>();
    const yoga = createYoga<YogaDriverServerContext<'fastify'>, never>({
      ...options,
      ...(options.path !== undefined && { graphqlEndpoint: options.path }),
      logging: false,
    });
    this.yoga = yoga;
    fastify.all(yoga.graphqlEndpoint, async (req, reply) => {
      const response = await yoga.handleNodeRequestAndResponse(req, reply, { req, reply });
      for (const [name, value] of response.headers.entries()) reply.header(name, value);
      // What streams, as events sent by the server do, has no length.
      const body = response.headers.has('content-length')
        ? Buffer.from(await response.text())
        : response.body;
      return reply.status(response.status).send(body);
    });
  }

  override async stop(): Promise<void> {
    await this.served?.dispose();
    await super.stop();
  }
}
