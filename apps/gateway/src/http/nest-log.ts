import type { LoggerService } from '@nestjs/common';
import type { Logger } from 'pino';

/** Nest's own messages in the process's log. Its errors come with stacks as second argument; those stay in the log. */
export const nestLog = (log: Logger): LoggerService => {
  const say =
    (level: 'debug' | 'warn' | 'error' | 'fatal') =>
    (message: unknown): void =>
      log[level](message instanceof Error ? message.name : String(message));
  return {
    log: say('debug'),
    debug: say('debug'),
    verbose: say('debug'),
    warn: say('warn'),
    error: say('error'),
    fatal: say('fatal'),
  };
};
