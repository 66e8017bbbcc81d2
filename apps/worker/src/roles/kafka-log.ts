import type { ClientLog } from '#messaging';
import type { Logger } from 'pino';

/** What kafkajs says, as ours: much that it calls an error passes by itself, so it is a warning at most. */
export const kafkaLog =
  (log: Logger) =>
  ({ what, broker }: ClientLog): void => {
    log.debug({ broker }, what);
  };

/** Of an error that may quote anything: its name and code. */
export const nameOf = (error: unknown): { name?: string; code?: string } | undefined => {
  if (error === undefined) return undefined;
  const { name, code, type } = error as { name?: string; code?: string; type?: string };
  const told = code ?? type;
  return { ...(name !== undefined && { name }), ...(told !== undefined && { code: told }) };
};
