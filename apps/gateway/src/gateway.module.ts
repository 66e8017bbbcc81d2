import type { IncomingMessage } from 'node:http';
import type { Dispatcher, EventStore } from '#event-store';
import type { Verifier } from '#identity';
import type { Readiness } from '#process';
import type { BoundedContext } from '#kernel';
import { Module, type DynamicModule, type Provider } from '@nestjs/common';
import { APP_FILTER } from '@nestjs/core';
import { CqrsModule } from '@nestjs/cqrs';
import { GraphQLModule } from '@nestjs/graphql';
import type { GraphQLSchema } from 'graphql';
import type { Logger } from 'pino';
import { guardQueries } from './access/guard-queries.js';
import { contextOf } from './access/session.js';
import { addCommands } from './commands/add-commands.js';
import { busProviders } from './commands/command-bus.js';
import { CommandTemplate } from './commands/command-template.js';
import type { Whereabouts } from './events/sight.js';
import { bareFields } from './execution/bare-fields.js';
import { useJit } from './execution/jit.js';
import type { Limits } from './execution/limits.js';
import { maskWith } from './execution/masking.js';
import { useLimits } from './execution/use-limits.js';
import { useStatus } from './execution/use-status.js';
import { GatewayDriver, type GatewayDriverConfig } from './http/gateway-driver.js';
import { HealthController } from './http/health.controller.js';
import { HttpFailures } from './http/http-failures.js';
import { eventsArea, type ReadArea } from './read-area.js';
import { ENGINE, READINESS, STORE, WHEREABOUTS } from './tokens.js';

export const graphqlPath = '/graphql';

/** What the gateway is made of. */
export interface GatewayParts {
  readonly store: EventStore;
  readonly dispatcher: Dispatcher;
  readonly contexts: readonly BoundedContext[];
  readonly verify: Verifier;
  /** The domain's read areas, beside the generic `events`. */
  readonly areas: readonly ReadArea[];
  /** What the areas' resolvers ask for by token: pools, the vault, read models. */
  readonly providers: readonly Provider[];
  readonly whereabouts?: Whereabouts | undefined;
  /** Whether the explorer's page is served. */
  readonly explorer: boolean;
  readonly limits: Limits;
  readonly readiness: Readiness;
  readonly log: Logger;
}

/** The same for the running server and for the printed schema. */
export const completeSchema =
  (contexts: readonly BoundedContext[], areas: readonly ReadArea[]) =>
  (schema: GraphQLSchema): GraphQLSchema =>
    guardQueries(
      bareFields(addCommands(schema, contexts)),
      areas.flatMap(({ queries }) => queries),
    );

@Module({})
export class GatewayModule {
  static of(parts: GatewayParts): DynamicModule {
    const areas = [eventsArea, ...parts.areas];
    return {
      module: GatewayModule,
      global: true,
      imports: [
        CqrsModule.forRoot(),
        GraphQLModule.forRoot<GatewayDriverConfig>(graphqlOptions(parts, areas)),
      ],
      controllers: [HealthController],
      providers: [
        { provide: STORE, useValue: parts.store },
        { provide: ENGINE, useValue: parts.dispatcher },
        ...busProviders(parts.contexts),
        { provide: WHEREABOUTS, useValue: parts.whereabouts },
        { provide: READINESS, useValue: parts.readiness },
        { provide: APP_FILTER, useValue: new HttpFailures(parts.log) },
        ...parts.providers,
        CommandTemplate,
        ...areas.flatMap(({ resolvers, providers = [] }) => [...resolvers, ...providers]),
      ],
    };
  }
}

const graphqlOptions = (parts: GatewayParts, areas: readonly ReadArea[]): GatewayDriverConfig => ({
  driver: GatewayDriver,
  path: graphqlPath,
  autoSchemaFile: true,
  transformSchema: completeSchema(parts.contexts, areas),
  context: ({ req }: { req: IncomingMessage | { raw: IncomingMessage } }) =>
    contextOf('raw' in req ? req.raw : req),
  maskedErrors: { maskError: maskWith(parts.log), errorMessage: 'unexpected' },
  plugins: [useLimits(parts.limits), useJit(), useStatus()],
  graphiql: parts.explorer && { title: 'SkillTrace', subscriptionsProtocol: 'SSE' },
  // Nine megabytes, read when somebody first opens the page.
  renderGraphiQL: async (options) =>
    (await import('@graphql-yoga/render-graphiql')).renderGraphiQL(options),
  landingPage: false,
  cors: false,
  multipart: false,
  batching: false,
  sockets: { verify: parts.verify, longestMessage: parts.limits.body, log: parts.log },
});
