import type { IncomingMessage, Server } from 'node:http';
import type { Duplex } from 'node:stream';
import { isPromise } from 'node:util/types';
import type { Verifier } from '#identity';
import { GraphQLError, type DocumentNode, type ExecutionArgs, type GraphQLSchema } from 'graphql';
import { useServer } from 'graphql-ws/use/ws';
import type { Logger } from 'pino';
import { WebSocketServer } from 'ws';
import { tracesOf } from '../execution/masking.js';
import { serviceRestart } from './closing.js';
import { connections } from './connections.js';

export interface SocketRules {
  readonly verify: Verifier;
  /** Bytes of one message; a longer one closes the connection with 1009. */
  readonly longestMessage: number;
  readonly log: Logger;
}

export interface Sockets {
  /** Lets queries and mutations finish, then closes every connection as one that may come back, and resolves when they are gone. */
  dispose(): void | Promise<void>;
}

type Run = (args: ExecutionArgs) => ReturnType<typeof import('graphql').execute>;

/** The part of Yoga that runs operations with all its plugins. */
interface Engine {
  getEnveloped(context: object): {
    readonly schema: GraphQLSchema;
    readonly execute: Run;
    readonly subscribe: Run;
    parse(source: string): DocumentNode;
    validate(schema: GraphQLSchema, document: DocumentNode): readonly GraphQLError[];
    contextFactory(extension: object): unknown;
  };
}

/** GraphQL over WebSocket (`graphql-transport-ws`) beside the HTTP server's other work. */
export const serveSockets = (
  server: Server,
  engine: Engine,
  { path, verify, longestMessage, log }: SocketRules & { readonly path: string },
): Sockets => {
  const sockets = new WebSocketServer({ noServer: true, maxPayload: longestMessage });
  const answering = new Set<Promise<unknown>>();
  const served = useServer(
    {
      ...connections(verify),
      // Elsewhere than in production it would tell the client what went wrong inside.
      isProd: true,
      onSubscribe: (context, _id, asked) => prepare(engine, context.extra, asked),
      execute: (args: ExecutionArgs) => counted(answering, runnersOf(args).execute(args)),
      subscribe: (args: ExecutionArgs) => runnersOf(args).subscribe(args),
    },
    sockets,
  );
  server.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    if (request.url?.split('?')[0] !== path) return socket.destroy();
    sockets.handleUpgrade(request, socket, head, (opened) => {
      sockets.emit('connection', opened, request);
      // graphql-ws would write the error to the console, words and all; ws has closed the socket by itself.
      opened.removeAllListeners('error');
      opened.on('error', (error) => log.debug(tracesOf(error), 'a WebSocket failed'));
    });
    return undefined;
  });
  return {
    dispose: async () => {
      await Promise.allSettled(answering);
      for (const socket of sockets.clients)
        socket.close(serviceRestart.code, serviceRestart.reason);
      await served.dispose();
    },
  };
};

/** Remembers what is being answered until the answer has been handed to the connection. */
const counted = <T>(answering: Set<Promise<unknown>>, answer: T): T => {
  if (!isPromise(answer)) return answer;
  const aMoment = () => new Promise((resolve) => setImmediate(resolve));
  const done = answer.then(aMoment, aMoment).finally(() => answering.delete(done));
  answering.add(done);
  return answer;
};

interface Asked {
  readonly query: string;
  readonly operationName?: string | null | undefined;
  readonly variables?: Readonly<Record<string, unknown>> | null | undefined;
}

/** The operation ready to run, or what is wrong with it. */
const prepare = async (
  engine: Engine,
  { request, socket }: { readonly request: IncomingMessage; readonly socket: unknown },
  { query, operationName, variables }: Asked,
): Promise<ExecutionArgs | readonly GraphQLError[]> => {
  const params = { query, operationName, variables };
  const enveloped = engine.getEnveloped({ req: request, socket, params });
  const { schema, execute, subscribe } = enveloped;
  const document = parsed(enveloped, query);
  if (document instanceof GraphQLError) return [document];
  const errors = enveloped.validate(schema, document);
  if (errors.length > 0) return errors;
  const contextValue = await enveloped.contextFactory({ execute, subscribe });
  return {
    schema,
    document,
    contextValue,
    operationName: operationName ?? null,
    variableValues: variables ?? {},
  };
};

const parsed = (
  enveloped: ReturnType<Engine['getEnveloped']>,
  query: string,
): DocumentNode | GraphQLError => {
  try {
    return enveloped.parse(query);
  } catch (error) {
    if (error instanceof GraphQLError) return error;
    throw error;
  }
};

// Each operation has runners of its own, with its plugins' state; they travel in its context.
const runnersOf = ({ contextValue }: ExecutionArgs) =>
  contextValue as { readonly execute: Run; readonly subscribe: Run };
