import type { StoredEvent, StreamReader } from '#event-store';
import type { AnyReaction, Position } from '#kernel';
import { transaction } from '#postgres';
import { Fenced, move, recordError } from './checkpoints.js';
import { Backoff, pause } from './pause.js';
import { ReactionFailed, runReaction, type RefusedConsequence } from './reaction-run.js';
import type { ReactorOptions } from './reactor.js';
import { recordRefusals } from './refusals.js';
import { Tenure } from './tenure.js';

/** Events in hand at once; those of one stream one after the other, in order. */
const inHand = 64;

/** After something was added anywhere: a breath, so that a busy feed is not asked for every single event. */
const gatherMs = 20;

type Needs = ReactorOptions & { readonly reader: StreamReader };

/**
 * One reaction on its way along the feed. It stops before the first event whose time to look again has not come. Where moments do
 * not rise strictly an event behind that one may be due before it: it waits a moment too long, and is not passed by.
 */
export class ReactionTail {
  readonly #name: string;
  readonly #tenure: Tenure;
  /** How far it has looked: all events of its types up to here are done. At or ahead of the checkpoint. */
  #seen: Position | undefined;
  #error: string | undefined;
  #movedAt = 0;

  constructor(
    private readonly reaction: AnyReaction,
    private readonly needs: Needs,
    private readonly signal: AbortSignal,
  ) {
    this.#name = `reaction:${reaction.name}`;
    this.#tenure = new Tenure(needs.pool, this.#name, needs.leaseMs);
  }

  health() {
    const error = this.#error;
    const state = error ? 'stopped' : this.#tenure.held ? 'running' : 'standing-by';
    return { name: this.#name, state, ...(error ? { error } : {}) };
  }

  async run(): Promise<void> {
    const backoff = new Backoff();
    while (!this.signal.aborted && !this.#error) {
      try {
        await this.#hold();
        if (this.#tenure.held) await this.#advance();
        else await pause(this.#lease / 3, this.signal);
        backoff.reset();
      } catch (error) {
        if (error instanceof ReactionFailed) await this.#fail(error.reason);
        else {
          if (!(error instanceof Fenced)) this.#tell(error);
          this.#tenure.doubt();
          await pause(backoff.next(), this.signal);
        }
      }
    }
  }

  get #lease(): number {
    return this.#tenure.leaseMs;
  }

  async #hold(): Promise<void> {
    const change = await this.#tenure.keep();
    if (change === 'taken') this.#seen = this.#tenure.held?.position;
    if (change === 'relieved') this.needs.onTrouble?.({ kind: 'relieved', name: this.#name });
  }

  #tell(error: unknown): void {
    this.needs.onTrouble?.({ kind: 'retrying', name: this.#name, error });
  }

  #tellRefused({ event, command, reasons }: RefusedConsequence): void {
    this.needs.onTrouble?.({
      ...{ kind: 'refused', name: this.#name, command },
      ...{ event: event.meta.id, position: event.meta.position },
      codes: reasons.map(({ code }) => code),
    });
  }

  /** Deals with what is there and due, then waits until there may be more. */
  async #advance(): Promise<void> {
    const { store } = this.needs;
    const head = await store.head();
    const events = await store.readAll(this.#seen, { types: this.reaction.on }, inHand);
    const waits = events.findIndex((event) => this.#dueIn(event) > 0);
    const due = waits < 0 ? events : events.slice(0, waits);
    const refused = await this.#react(due);
    const next = events[due.length];
    const end = next || events.length === inHand ? undefined : head;
    const reached = this.#later(due.at(-1)?.meta.position, end);
    if (reached !== undefined) await this.#moveTo(reached, due.length, refused);
    const most = this.#lease / 3;
    if (next) await pause(Math.min(Math.max(this.#dueIn(next), 1), most), this.signal);
    else if (events.length === 0) {
      await store.wake(this.#seen, most, this.signal);
      await pause(gatherMs, this.signal);
    }
  }

  #dueIn({ meta }: StoredEvent): number {
    const { after = 0 } = this.reaction;
    if (after === 0) return 0;
    return Date.parse(meta.recordedAt) + after - (this.needs.now ?? Date.now)();
  }

  async #react(events: readonly StoredEvent[]): Promise<readonly RefusedConsequence[]> {
    const streams = Map.groupBy(events, ({ meta }) => meta.stream);
    const outcomes = await Promise.allSettled(
      [...streams.values()].map(async (ofStream) => {
        const all: RefusedConsequence[] = [];
        for (const event of ofStream)
          all.push(...(await runReaction(this.reaction, event, this.needs)));
        return all;
      }),
    );
    const failed = outcomes.find((outcome) => outcome.status === 'rejected');
    if (failed) throw failed.reason;
    return outcomes.flatMap((outcome) => (outcome.status === 'fulfilled' ? outcome.value : []));
  }

  /** The checkpoint moves for events of ours, and otherwise only now and then, so that its lag can be seen. */
  async #moveTo(
    to: Position,
    events: number,
    refused: readonly RefusedConsequence[],
  ): Promise<void> {
    const { held } = this.#tenure;
    if (!held || this.#later(this.#seen, to) !== to || to === this.#seen) return;
    if (events > 0 || Date.now() - this.#movedAt > this.#lease / 3) {
      await transaction(this.needs.pool, async (client) => {
        await move(client, [held], { to, events });
        await recordRefusals(client, refused);
      });
      this.#tenure.held = { ...held, position: to };
      this.#movedAt = Date.now();
      for (const one of refused) this.#tellRefused(one);
    }
    this.#seen = to;
  }

  #later(a: Position | undefined, b: Position | undefined): Position | undefined {
    if (a === undefined || b === undefined) return a ?? b;
    return this.needs.store.comparePositions(a, b) > 0 ? a : b;
  }

  async #fail(reason: string): Promise<void> {
    this.#error = reason;
    const { held } = this.#tenure;
    this.needs.onTrouble?.({ kind: 'stopped', name: this.#name, reason });
    if (held)
      await recordError(this.needs.pool, held, reason).catch((error: unknown) => this.#tell(error));
  }
}
