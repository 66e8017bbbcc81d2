import { StoreUnavailable, type Dispatcher, type StoredEvent } from '#event-store';
import { mayPass, transaction } from '#postgres';
import { Fenced, move } from '../checkpoints.js';
import { Backoff, pause } from '../pause.js';
import { Tenure } from '../tenure.js';
import type { Trouble } from '../trouble.js';
import type { ParkingRequest } from './acts.js';
import { discard } from './discard.js';
import { reasonOf, recordGivenUp, type GivenUp } from './giving-up.js';
import { retryParked, UnknownView, type RetryNeeds } from './retry.js';

/** What the clerk needs; the caller keeps store and pool, and closes them after `stop`. */
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

/** Thrown to come back after a pause: the request, not a connection, is what fails. */
class RequestFailed extends Error {
  override readonly name = 'RequestFailed';
  constructor(
    readonly request: string,
    readonly times: number,
    readonly reason: string,
  ) {
    super(reason);
  }
}

/**
 * Carries out what operators asked to be done with parked events, in the order in which they asked, with a checkpoint `parking` of
 * its own: what is on record as asked is done, also after a crash, and doing it twice is doing it once. One that fails by itself,
 * again and again, is passed over with trouble `given-up`, so that it holds up no other; the rows it was for keep why. A retry has
 * changed nothing then. A discard may be on record: it stands, the rows still wait, and a retry is what to ask for.
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
        this.#tell(error);
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
      const asked = this.options.acts.requestOf(event);
      const givenUp = asked && (await this.#carryOut(event, asked));
      await this.#moveTo(event.meta.position, 1, givenUp);
      if (givenUp) this.#tellGivenUp(givenUp);
      if (this.#ending.signal.aborted) return;
    }
    if (events.length > 0) return;
    if (head !== undefined && head !== from) await this.#moveTo(head, 0);
    await store.wake(head, this.#tenure.leaseMs / 3, this.#ending.signal);
  }

  /** Answers the request when it is given up. Throws when it is to be tried once more. */
  async #carryOut(event: StoredEvent, asked: ParkingRequest): Promise<GivenUp | undefined> {
    try {
      if (asked.kind === 'retry') await retryParked(this.options, asked);
      else await discard(this.options, asked, event);
      return undefined;
    } catch (error) {
      // A view that this release does not have any more has nothing that waits.
      if (error instanceof UnknownView) return undefined;
      if (error instanceof StoreUnavailable || mayPass(error)) throw error;
      const request = event.meta.id;
      const times = this.#failing?.id === request ? this.#failing.times + 1 : 1;
      this.#failing = { id: request, times };
      const reason = reasonOf(error);
      if (times < (this.options.tries ?? 6)) throw new RequestFailed(request, times, reason);
      return { request, asked, reason };
    }
  }

  #tell(error: unknown): void {
    if (error instanceof Fenced) return;
    if (!(error instanceof RequestFailed)) {
      this.options.onTrouble?.({ kind: 'retrying', name, error });
      return;
    }
    const { request, times, reason } = error;
    this.options.onTrouble?.({ kind: 'failing', name, request, times, reason });
  }

  #tellGivenUp({ request, reason }: GivenUp): void {
    this.options.onTrouble?.({ kind: 'given-up', name, request, reason });
  }

  async #moveTo(to: string, events: number, givenUp?: GivenUp): Promise<void> {
    const { held } = this.#tenure;
    if (!held) return;
    await transaction(this.options.pool, async (client) => {
      await move(client, [held], { to, events });
      if (givenUp) await recordGivenUp(client, givenUp);
    });
    this.#tenure.held = { ...held, position: to };
  }
}
