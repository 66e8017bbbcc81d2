import {
  uuidFrom,
  type BatchOutcome,
  type Dispatcher,
  type Outcome,
  type Rejected,
} from '#event-store';
import type { AnyReaction, BoundedContext, Message, Recorded } from '#kernel';
import { SeedFailure } from './seed-failure.js';
import type { Act, ManyAct, SheetAct, Step } from './step.js';

/** What was told and what was refused, as it was meant to be. */
export interface Tally {
  readonly commands: number;
  readonly events: number;
  readonly refusals: Readonly<Record<string, number>>;
}

/**
 * Sends steps through the dispatcher under ids derived from their names, so a step sent again says nothing new. What reactions
 * would send at once is sent here with the ids they would use: they find it done when they come to it.
 */
export class Sender {
  #commands = 0;
  #events = 0;
  readonly #refusals = new Map<string, number>();
  readonly #reactions: ReadonlyMap<string, readonly AnyReaction[]>;

  constructor(
    private readonly dispatcher: Dispatcher,
    contexts: readonly BoundedContext[],
    private readonly id: (name: string) => string,
    /** Whether a run before this one may have sent the first of the steps: what should be refused may meet what came after it. */
    private readonly resumed: boolean,
  ) {
    const immediate = contexts
      .flatMap(({ reactions }) => reactions)
      .filter(({ after, facts }) => after === undefined && facts === undefined);
    const types = [...new Set(immediate.flatMap(({ on }) => on))];
    this.#reactions = new Map(
      types.map((type) => [type, immediate.filter(({ on }) => on.includes(type))]),
    );
  }

  get tally(): Tally {
    return {
      ...{ commands: this.#commands, events: this.#events },
      refusals: Object.fromEntries([...this.#refusals].sort(([a], [b]) => (a < b ? -1 : 1))),
    };
  }

  /** Rejects with `SeedFailure` when a step does not end as it should, and as the dispatcher does. */
  async send(step: Step): Promise<void> {
    if ('lines' in step) return this.#many(step);
    return 'sheet' in step ? this.#sheet(step) : this.#one(step);
  }

  async #one(step: Act): Promise<void> {
    const { category, command, actor, evidence } = step;
    const envelope = { commandId: this.id(`command:${step.name}`), evidence };
    const outcome = await this.dispatcher.dispatch(category, command, envelope, actor);
    this.#commands += 1;
    if (step.refused === undefined) return this.#accepted(step.name, outcome);
    const codes = outcome.outcome === 'rejected' ? outcome.reasons.map(({ code }) => code) : [];
    const wrote = outcome.outcome === 'accepted' && outcome.events.length > 0;
    if (!codes.includes(step.refused)) {
      if (this.resumed && !wrote) return;
      throw new SeedFailure(
        `${step.name} (${command.type}) should be refused with ${step.refused}, but was ${codes.join(', ') || 'accepted'}.`,
      );
    }
    this.#refusals.set(step.refused, (this.#refusals.get(step.refused) ?? 0) + 1);
  }

  async #sheet({ name, actor, sheet }: SheetAct): Promise<void> {
    const envelope = { commandId: this.id(`command:${name}`) };
    await this.#batch(name, await this.dispatcher.dispatchSheet(sheet, envelope, actor));
  }

  async #many({ name, actor, lines }: ManyAct): Promise<void> {
    const envelope = { commandId: this.id(`command:${name}`) };
    await this.#batch(name, await this.dispatcher.dispatchMany(lines, envelope, actor));
  }

  async #batch(name: string, outcome: BatchOutcome | Rejected): Promise<void> {
    if ('outcome' in outcome) throw unexpected(name, outcome);
    this.#commands += outcome.lines.length;
    for (const line of outcome.lines)
      await this.#accepted(`${name} for ${line.label}`, line.outcome);
  }

  async #accepted(name: string, outcome: Outcome): Promise<void> {
    if (outcome.outcome === 'rejected') throw unexpected(name, outcome);
    this.#events += outcome.events.length;
    if (this.#reactions.size === 0) return;
    for (const event of outcome.events)
      if ('meta' in event)
        for (const reaction of this.#reactions.get(event.type) ?? [])
          await this.#react(reaction, event);
  }

  async #react(reaction: AnyReaction, event: Recorded<Message>): Promise<void> {
    for (const [index, { category, command }] of reaction.react(event, {}).entries()) {
      const envelope = {
        commandId: uuidFrom(event.meta.id, `${reaction.name}:${String(index)}`),
        correlationId: event.meta.correlationId,
        causationId: event.meta.id,
      };
      const by = { system: reaction.name };
      await this.#accepted(
        reaction.name,
        await this.dispatcher.dispatch(category, command, envelope, by),
      );
    }
  }
}

const unexpected = (name: string, { reasons }: Rejected): SeedFailure => {
  const told = reasons.map(({ code, path, detail }) =>
    [code, path, JSON.stringify(detail)].filter((part) => part !== undefined).join(' '),
  );
  return new SeedFailure(`${name} was refused: ${told.join('; ')}`);
};
