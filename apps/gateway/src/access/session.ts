import type { IncomingMessage } from 'node:http';
import type { PersonActor } from '#kernel';
import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import { failure } from '../execution/failures.js';

/** Who is at the other end, as the token said, and until when. */
export interface Session {
  readonly actor: PersonActor;
  /** Seconds since 1970. */
  readonly expires: number;
}

/** What resolvers find in the GraphQL context. */
export interface GatewayContext {
  readonly session: Session;
  readonly trace: string | undefined;
}

// Keyed by the request itself, so that nothing a client sends can be taken for a session.
const sessions = new WeakMap<IncomingMessage, Session>();

export const openSession = (request: IncomingMessage, session: Session): void => {
  sessions.set(request, session);
};

/** The context of one operation. Throws `UNAUTHENTICATED` when nobody opened a session for the request. */
export const contextOf = (request: IncomingMessage): GatewayContext => {
  const session = sessions.get(request);
  if (!session) throw failure('UNAUTHENTICATED', 'a valid token is required');
  const trace = request.headers['traceparent'];
  return { session, trace: typeof trace === 'string' ? trace : undefined };
};

const graphqlContext = (context: ExecutionContext): GatewayContext =>
  context.getArgByIndex<GatewayContext>(2);

/** The actor of the token. */
export const CurrentActor = createParamDecorator(
  (_: unknown, context: ExecutionContext): PersonActor => graphqlContext(context).session.actor,
);

export const CurrentSession = createParamDecorator(
  (_: unknown, context: ExecutionContext): Session => graphqlContext(context).session,
);

/** The caller's W3C traceparent, unchecked. */
export const Trace = createParamDecorator(
  (_: unknown, context: ExecutionContext): string | undefined => graphqlContext(context).trace,
);
