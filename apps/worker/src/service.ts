import { setTimeout as sleep } from 'node:timers/promises';
import { Readiness, serveHealth, StartFailure, type Life } from '#process';
import { pino, type Logger } from 'pino';
import type { ServiceVariables } from './service-variables.js';

export interface Service {
  readonly readiness: Readiness;
  readonly log: Logger;
}

/**
 * What every process of a deployment begins with: its log, and its health at `HEALTH_PORT`, which answers from the first moment to
 * the last. Rejects with `StartFailure` when the port cannot be had.
 */
export const beginService = async (
  name: string,
  { LOG_LEVEL, INSTANCE, HOST, HEALTH_PORT, SHUTDOWN_LIMIT_MS }: ServiceVariables,
  life: Life,
): Promise<Service> => {
  const log = pino({ level: LOG_LEVEL, base: { service: name, instance: INSTANCE } });
  const readiness = new Readiness();
  readiness.set('process', () => ({ ok: false, says: 'starting' }));
  const health = await serveHealth(readiness, { port: HEALTH_PORT, host: HOST }).catch(
    (error: unknown) => {
      throw explainListening(error, 'HEALTH_PORT', HEALTH_PORT);
    },
  );
  life.begun(() => health.close());
  life.endWithin(SHUTDOWN_LIMIT_MS);
  log.info({ port: health.port }, 'health is told');
  return { readiness, log };
};

/**
 * To be called when all is begun: from now on work may be sent here. At the end of its life whoever asks for readiness is told no
 * first, and `SHUTDOWN_DELAY_MS` go by for them to hear it, before anything is undone.
 */
export const beAtWork = (
  { readiness, log }: Service,
  { SHUTDOWN_DELAY_MS }: ServiceVariables,
  life: Life,
): void => {
  readiness.set('process', () => ({ ok: true, says: 'at work' }));
  life.begun(async () => {
    readiness.leave();
    log.info('stopping');
    await sleep(SHUTDOWN_DELAY_MS);
  });
};

/** The line for people when a listener could not have its port; any other error comes back as it is. */
export const explainListening = (error: unknown, variable: string, port: number): unknown => {
  const { code } = error as { code?: string };
  if (code === 'EADDRINUSE')
    return new StartFailure(
      `Port ${port} is taken by another program: stop that one, or set ${variable} to a free port (0 takes any).`,
    );
  if (code === 'EACCES')
    return new StartFailure(
      `Port ${port} is not for this user: set ${variable} to one above 1023.`,
    );
  if (code === 'EADDRNOTAVAIL')
    return new StartFailure('HOST is not an address of this machine: correct it.');
  return error;
};
