import { StoreUnavailable, type Dispatcher, type StoredEvent } from '#event-store';
import { mayPass, transaction } from '#postgres';
import { Fenced, move } from '../checkpoints.js';
import { Backoff, pause } from '../pause.js';
import { Tenure } from '../tenure.js';
import type { Trouble } from '../trouble.js';
import { discard } from './discard.js';
import { retryParked, UnknownView, type RetryNeeds } from './retry.js';

export interface ClerkOptions extends Required<RetryNeeds> {
  readonly dispatcher: Dispatcher;
  /** A holder silent for this long may be relieved; default 5,000 ms. */
  readonly leaseMs?: number;
  /** Times that a request may fail for reasons of its own before it is passed over; default 6, which takes some seconds. */
  readonly tries?: number;
  /** Must not throw. */
  readonly onTrouble?: (trouble: Trouble) => void;
}

const name = 'parking';
const inHand = 50;

/**
 * Carries out what operators asked to be done with parked events, in the order in which they asked, with a checkpoint `parking` of
 * its own: what is on record as asked is done, also after a crash, and doing it twice is doing it once. One that fails by itself,
 * again and again, is passed over with trouble `given-up`, so that it holds up no other: nothing has changed then, and it may be
 * asked for again.
 */
export class ParkingClerk {
  readonly #ending = new AbortController();
  readonly #tenure: Tenure;
  #running: Promise<void> | undefined;
  /** The request that has failed, and how often. */
  #failing: { readonly id: string; readonly times: number } | undefined;

  constructor(private readonly options: ClerkOptions) {
    this.#tenure = new Tenure(options.pool, name, options.leaseMs);
  }

  start(): void {
    this.#running ??= this.#run();
  }

  /** Finishes the request in hand, then ends. */
  async stop(): Promise<void> {
    this.#ending.abort();
    await this.#running;
  }

  health(): { readonly name: string; readonly state: 'running' | 'standing-by' } {
    return { name, state: this.#tenure.held ? 'running' : 'standing-by' };
  }

  async #run(): Promise<void> {
    const { signal } = this.#ending;
    const backoff = new Backoff();
    while (!signal.aborted) {
      try {
        if ((await this.#tenure.keep()) === 'relieved')
          this.options.onTrouble?.({ kind: 'relieved', name });
        if (this.#tenure.held) await this.#advance();
        else await pause(this.#tenure.leaseMs / 3, signal);
        backoff.reset();
      } catch (error) {
        if (!(error instanceof Fenced)) this.options.onTrouble?.({ kind: 'retrying', name, error });
        this.#tenure.doubt();
        await pause(backoff.next(), signal);
      }
    }
  }

  async #advance(): Promise<void> {
    const { store, acts } = this.options;
    const from = this.#tenure.held?.position;
    const head = await store.head();
    const events = await store.readAll(from, { types: acts.requests }, inHand);
    for (const event of events) {
      await this.#carryOut(event).catch((error: unknown) => this.#failed(event, error));
      await this.#moveTo(event.meta.position, 1);
      if (this.#ending.signal.aborted) return;
    }
    if (events.length > 0) return;
    if (head !== undefined && head !== from) await this.#moveTo(head, 0);
    await store.wake(head, this.#tenure.leaseMs / 3, this.#ending.signal);
  }

  async #carryOut(event: StoredEvent): Promise<void> {
    const request = this.options.acts.requestOf(event);
    if (!request) return;
    try {
      if (request.kind === 'retry') await retryParked(this.options, request);
      else await discard(this.options, request, event);
    } catch (error) {
      // A view that this release does not have any more has nothing that waits.
      if (!(error instanceof UnknownView)) throw error;
    }
  }

  /** Throws the error when it may pass, or the request is to be tried once more. */
  #failed({ meta: { id } }: StoredEvent, error: unknown): void {
    if (error instanceof StoreUnavailable || mayPass(error)) throw error;
    const times = this.#failing?.id === id ? this.#failing.times + 1 : 1;
    this.#failing = { id, times };
    if (times < (this.options.tries ?? 6)) throw error;
    this.options.onTrouble?.({ kind: 'given-up', name, request: id, error });
  }

  async #moveTo(to: string, events: number): Promise<void> {
    const { held } = this.#tenure;
    if (!held) return;
    await transaction(this.options.pool, (client) => move(client, [held], { to, events }));
    this.#tenure.held = { ...held, position: to };
  }
}
