import { setImmediate as breathe } from 'node:timers/promises';
import { StoreUnavailable } from '../port.js';
import { answerOf, messageOf, type AppendAnswer, type AppendRequest } from './append-message.js';
import type { BatchCall, Connection, Line } from './connection.js';
import { asError, asUnavailable, isTypeOf } from './unavailable.js';

/** More appends than this are not on their way at once; the next wait, within their deadline. */
const mostUnderWay = 1_000;

interface Pending {
  readonly resolve: (answer: AppendAnswer) => void;
  readonly reject: (error: Error) => void;
}

interface Call {
  readonly connection: Connection;
  readonly opened: Promise<BatchCall>;
}

/**
 * The one call on which a store appends, many requests on their way at a time.
 *
 * Not the client's own `appendToStream`: its pending appends are kept in a map that all clients of the process share and that the
 * failure of any of them empties, an answer that then comes ends the process, as does a failure while more is written than the
 * connection takes, and it never enforces a deadline. Here every request is settled: by its answer, by the failure of the call, or
 * by its deadline.
 */
export class AppendPipe {
  readonly #line: Line;
  readonly #deadline: number;
  readonly #pending = new Map<string, Pending>();
  readonly #waiting: (() => void)[] = [];
  #call: Call | undefined;

  constructor(line: Line, deadline: number) {
    this.#line = line;
    this.#deadline = deadline;
  }

  /** Requests are sent in the order of the calls. Rejects with `StoreUnavailable` when the outcome is not known. */
  async append(request: AppendRequest): Promise<AppendAnswer> {
    const until = performance.now() + this.#deadline;
    for (let turns = 0; ; turns += 1) {
      while (this.#pending.size >= mostUnderWay) await this.#room();
      // Never sent: it says nothing against the connection.
      if (performance.now() > until) throw new StoreUnavailable('event store is overloaded');
      try {
        return await this.#send(request, until - performance.now());
      } catch (error) {
        // A follower writes nothing: the client turns to the leader it names.
        if (!isTypeOf(error, 'not-leader') || turns >= 3) throw asUnavailable(error);
        await breathe();
      }
    }
  }

  close(): void {
    const call = this.#call;
    this.#fail(new StoreUnavailable('event store was closed'));
    // Whoever waits for the call has just been told.
    call?.opened.then((open) => open.cancel()).catch(() => undefined);
  }

  #send(request: AppendRequest, milliseconds: number): Promise<AppendAnswer> {
    const { correlation, message } = messageOf(request);
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => this.#giveUp(), Math.max(milliseconds, 0));
      const settle = (): void => {
        clearTimeout(timer);
        this.#pending.delete(correlation);
        this.#waiting.shift()?.();
      };
      this.#pending.set(correlation, {
        resolve: (answer) => {
          settle();
          resolve(answer);
        },
        reject: (error) => {
          settle();
          reject(error);
        },
      });
      this.#open().then(
        // What was settled while the call was being made is not sent any more.
        (call) => this.#pending.has(correlation) && call.write(message),
        (error: unknown) => this.#fail(asError(error)),
      );
    });
  }

  #room(): Promise<void> {
    return new Promise((resolve) => this.#waiting.push(resolve));
  }

  #open(): Promise<BatchCall> {
    if (this.#call) return this.#call.opened;
    const connection = this.#connected();
    if (connection instanceof StoreUnavailable) return Promise.reject(connection);
    const opened = connection.batch((call) => {
      const isThis = () => this.#call?.opened === opened;
      call.on('data', (answer) => this.#hear(answer));
      call.on('error', (error) => isThis() && this.#fail(error));
      call.on(
        'end',
        () => isThis() && this.#fail(new StoreUnavailable('event store ended the call')),
      );
    });
    this.#call = { connection, opened };
    return opened;
  }

  #connected(): Connection | StoreUnavailable {
    try {
      return this.#line.connection();
    } catch (error) {
      if (error instanceof StoreUnavailable) return error;
      throw error;
    }
  }

  #hear(answer: Parameters<typeof answerOf>[0]): void {
    const pending = this.#pending.get(answer.getCorrelationId()?.getString() ?? '');
    // Without one, whoever asked was told that nobody knows.
    pending?.resolve(answerOf(answer));
  }

  /** One append without an answer in time: the connection is not trusted any more, and none that is on its way will be heard. */
  #giveUp(): void {
    const call = this.#call;
    this.#fail(new StoreUnavailable(`event store did not answer in ${String(this.#deadline)} ms`));
    if (call) this.#line.giveUp(call.connection);
  }

  #fail(error: Error): void {
    this.#call = undefined;
    for (const { reject } of [...this.#pending.values()]) reject(error);
  }
}
