import type { Dispatcher } from '#event-store';
import type { AnyPartnerMessage } from '#kernel';
import type { Consumer, EachBatchPayload, Kafka, KafkaMessage } from 'kafkajs';
import { pause, pauseAfter } from '../pause.js';
import { Publisher, Stopped } from '../relay/publisher.js';
import { deadLetterFor, type MessagePlace } from './dead-letter.js';
import { mayPass } from './may-pass.js';
import { readPartnerEvent, type Refusal } from './partner-event.js';
import { carryOut } from './request.js';
import { deadLettersOf, type InboxSource } from './sources.js';

/** One partner's topic, what may be said there, and who is told of what. The caller keeps the client and the dispatcher. */
export interface InboxOptions {
  readonly kafka: Kafka;
  readonly dispatcher: Dispatcher;
  readonly source: InboxSource;
  /** Everything that partners may say. */
  readonly messages: readonly AnyPartnerMessage[];
  /** Makes sure of the partner's topics, again until it resolves. */
  readonly prepare: () => Promise<void>;
  /** Whether a failure of `prepare` is for people: the inbox then stops with its message. */
  readonly isFinal: (error: unknown) => boolean;
  /** Told of what keeps it from going on; it tries again. The error may quote anything. Must not throw. */
  readonly onTrouble?: (error: unknown) => void;
  /** Told when it stands still until people act, with what they can do, in one line. Must not throw. */
  readonly onStopped?: (reason: string) => void;
  /** Told of each message that was not done, wholly or in part: codes only. Must not throw. */
  readonly onRefused?: (codes: readonly string[]) => void;
  /** Told of each message that the code could not take: an error of ours. The error may quote anything. Must not throw. */
  readonly onFailed?: (place: MessagePlace, error: unknown) => void;
}

type Done = 'done' | 'refused' | 'not yet';

/** `behind`: it cannot go on for a reason that may pass. `stopped`: it stands still until people act, as `detail` says. */
export interface InboxHealth {
  readonly state: 'running' | 'behind' | 'stopped';
  readonly detail?: string;
}

/** After so many tries an error that does not speak of the world is the message's, or rather our code's. */
const enough = 5;

/**
 * Reads one partner's topic and has what it asks for decided, in the order of each partition. A message counts as read when its
 * effect is stored, or the dead letter about it is: then its offset is committed. A crash between the two makes it be read again.
 * What had an effect has none then; what was refused is decided anew, and may be accepted: its effect supersedes the letter. So
 * that this is rare, the offset is committed at once after a letter.
 */
export class Inbox {
  readonly #ending = new AbortController();
  readonly #deadLetters: Publisher;
  #running: Promise<void> | undefined;
  #state: InboxHealth['state'] = 'behind';
  #failure: string | undefined;

  constructor(private readonly options: InboxOptions) {
    const { kafka, source } = options;
    this.#deadLetters = new Publisher({ kafka, topic: deadLettersOf(source.topic) });
  }

  start(): void {
    this.#running ??= this.#run();
  }

  /** Finishes the message in hand, then leaves the group. */
  async stop(): Promise<void> {
    this.#ending.abort();
    await this.#running;
  }

  health(): InboxHealth {
    return { state: this.#state, ...(this.#failure !== undefined && { detail: this.#failure }) };
  }

  /** One consumer after the other: kafkajs gives up for good on what it holds to be final, and then a new one begins. */
  async #run(): Promise<void> {
    const { signal } = this.#ending;
    for (let tries = 1; !signal.aborted && this.#failure === undefined; tries += 1) {
      const consumer = this.#consumer();
      try {
        await this.options.prepare();
        await this.#consume(consumer, () => (tries = 0));
      } catch (error) {
        this.#state = 'behind';
        if (this.options.isFinal(error)) {
          this.#failure = error instanceof Error ? error.message : 'it cannot go on';
          this.#state = 'stopped';
          this.options.onStopped?.(this.#failure);
        } else this.options.onTrouble?.(error);
      }
      await consumer.disconnect().catch((error: unknown) => this.options.onTrouble?.(error));
      await pause(pauseAfter(Math.max(tries, 1)), signal);
    }
    await this.#deadLetters.close().catch((error: unknown) => this.options.onTrouble?.(error));
  }

  #consumer(): Consumer {
    const { kafka, source } = this.options;
    return kafka.consumer({
      groupId: `skilltrace.inbox.${source.partner}`,
      allowAutoTopicCreation: false,
      sessionTimeout: 30_000,
      retry: { restartOnFailure: async () => !this.#ending.signal.aborted },
    });
  }

  /** Resolves when told to stop; rejects when the consumer has given up. */
  async #consume(consumer: Consumer, progress: () => void): Promise<void> {
    const { signal } = this.#ending;
    const { promise: over, resolve, reject } = Promise.withResolvers<undefined>();
    const stop = () => resolve(undefined);
    signal.addEventListener('abort', stop, { once: true });
    consumer.on(consumer.events.CRASH, ({ payload: { error, restart } }) => {
      this.#state = 'behind';
      if (restart) this.options.onTrouble?.(error);
      else reject(error);
    });
    consumer.on(consumer.events.GROUP_JOIN, () => {
      this.#state = 'running';
      progress();
    });
    try {
      await consumer.connect();
      await consumer.subscribe({ topic: this.options.source.topic, fromBeginning: true });
      await consumer.run({ eachBatchAutoResolve: false, eachBatch: (batch) => this.#take(batch) });
      await over;
      await consumer.stop();
    } finally {
      signal.removeEventListener('abort', stop);
    }
  }

  /** kafkajs commits what was resolved when the batch is over, also when that was not all of it. */
  async #take(payload: EachBatchPayload): Promise<void> {
    const { batch, resolveOffset, heartbeat, isStale, isRunning } = payload;
    for (const message of batch.messages) {
      let done: Done;
      for (let tries = 1; ; tries += 1) {
        if (this.#ending.signal.aborted || !isRunning() || isStale()) return;
        done = await this.#done(message, batch.partition, tries);
        if (done !== 'not yet') break;
        await pause(pauseAfter(tries), this.#ending.signal);
        await heartbeat();
      }
      resolveOffset(message.offset);
      if (done === 'refused') await commitAfter(message, payload);
      await heartbeat();
    }
  }

  /** Whether the message has had its effect, or the letter about it is written. */
  async #done({ value, offset }: KafkaMessage, partition: number, tries: number): Promise<Done> {
    const { source, onRefused, onTrouble } = this.options;
    const place = { topic: source.topic, partition, offset };
    try {
      const refusals = await this.#decided(value, place, tries);
      if (refusals.length > 0) {
        const letter = deadLetterFor(place, refusals, new Date().toISOString());
        await this.#publish(Buffer.from(JSON.stringify(letter), 'utf8'));
        onRefused?.(refusals.map(({ code }) => code));
      }
      this.#state = 'running';
      return refusals.length > 0 ? 'refused' : 'done';
    } catch (error) {
      this.#state = 'behind';
      if (!(error instanceof Stopped)) onTrouble?.(error);
      return 'not yet';
    }
  }

  /** What was refused. Rejects when the message is to be tried again. */
  async #decided(
    value: Buffer | null,
    place: MessagePlace,
    tries: number,
  ): Promise<readonly Refusal[]> {
    const { source, messages, dispatcher, onFailed } = this.options;
    try {
      const request = readPartnerEvent(value, source.partner, messages);
      return await carryOut(request, source.actor, dispatcher);
    } catch (error) {
      if (mayPass(error) || tries < enough) throw error;
      onFailed?.(place, error);
      return [{ code: 'E_INTERNAL' }];
    }
  }

  /** One try: the caller comes back, and shows life to the group in between. */
  #publish(value: Buffer): Promise<void> {
    return this.#deadLetters.publish(
      [{ partition: 0, key: null, value }],
      this.#ending.signal,
      () => Promise.reject(new Error('the dead letter could not be written')),
    );
  }
}

/** Rejects when the partition is another's by now. */
const commitAfter = (
  { offset }: KafkaMessage,
  { batch: { topic, partition }, commitOffsetsIfNecessary }: EachBatchPayload,
): Promise<void> => {
  const partitions = [{ partition, offset: String(BigInt(offset) + 1n) }];
  return commitOffsetsIfNecessary({ topics: [{ topic, partitions }] });
};
