import type { Trouble } from '#projections';
import type { Logger } from 'pino';

/** Puts trouble in the log. The message of a database's error can quote a row: only its name and code go there. */
export const troubleTo =
  (log: Logger) =>
  (trouble: Trouble): void => {
    log.warn(withoutMessage(trouble), 'a tail of the store is in trouble');
  };

const withoutMessage = (trouble: Trouble) => {
  if (trouble.kind !== 'retrying') return trouble;
  const { name, code } = (trouble.error ?? {}) as { name?: string; code?: string };
  return { ...trouble, error: { name, code } };
};
