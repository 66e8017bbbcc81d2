import type { IncomingMessage } from 'node:http';
import type { Verifier } from '#identity';
import type { WebSocket } from 'ws';
import { openSession } from '../access/session.js';
import { millisecondsUntil } from '../events/feed.js';
import { bearerOf, disbeliefText } from './authentication.js';

interface Connection {
  readonly connectionParams?: Readonly<Record<string, unknown>> | undefined;
  readonly extra: unknown;
}

interface Extra {
  readonly request: IncomingMessage;
  readonly socket: WebSocket;
}

const unauthorized = 4401;
/** Of RFC 6455's registry: the same may succeed in a moment. */
const tryAgainLater = 1013;

/**
 * WebSocket connections bring their token in `connection_init` as `{ authorization: "Bearer …" }`. Without a valid one the socket
 * is closed with 4401, and again at the moment the token expires; with 1013 while nobody can tell whether it is valid.
 */
export const connections = (verify: Verifier) => ({
  connectionInitWaitTimeout: 5_000,
  onConnect: async ({ connectionParams, extra }: Connection): Promise<boolean> => {
    const { request, socket } = extra as Extra;
    const verdict = await verify(bearerOf(connectionParams?.['authorization']));
    if (!verdict.ok) {
      const { reason } = verdict;
      socket.close(
        reason === 'keys-unavailable' ? tryAgainLater : unauthorized,
        disbeliefText(reason),
      );
      return false;
    }
    openSession(request, verdict);
    const end = setTimeout(
      () => socket.close(unauthorized, disbeliefText('expired')),
      millisecondsUntil(verdict.expires),
    ).unref();
    socket.once('close', () => clearTimeout(end));
    return true;
  },
});
