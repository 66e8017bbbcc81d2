import type { StoreTrouble } from '#event-store';
import type { Finding } from '#process';
import type { Logger } from 'pino';

/** Tells people what the event store meets by itself, and remembers it for readiness. */
export class StoreWatch {
  #still = false;

  constructor(private readonly log: Pick<Logger, 'info' | 'warn' | 'error'>) {}

  readonly hear = (trouble: StoreTrouble): void => {
    if (trouble.kind !== 'passed-over') this.#still = trouble.kind === 'standing-still';
    if (trouble.kind === 'passed-over')
      this.log.warn(
        { event: trouble.event },
        'events that are not of this platform lie in its event store; they are passed over',
      );
    else if (trouble.kind === 'standing-still')
      this.log.error({ reason: trouble.reason }, 'the index of the event store stands still');
    else this.log.info('the index of the event store moves on');
  };

  /** Of a store that answers. Work goes on while the index stands still: what it lacks is read from the feed. */
  finding(): Finding {
    return {
      ok: true,
      says: this.#still ? 'answers; its index stands still, see the log' : 'answers',
    };
  }
}
