import type { Server } from 'node:http';
import { YogaDriver, type YogaDriverConfig } from '@graphql-yoga/nestjs';
import { Injectable } from '@nestjs/common';
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

  override async stop(): Promise<void> {
    await this.served?.dispose();
    await super.stop();
  }
}
