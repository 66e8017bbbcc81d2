import type { Dispatcher } from '#event-store';
import type { Actor } from '#kernel';
import { Inject } from '@nestjs/common';
import { Args, Mutation, Resolver } from '@nestjs/graphql';
import { CurrentActor, Trace } from '../access/session.js';
import { DISPATCHER } from '../tokens.js';
import { EnvelopeArgs, envelopeOf } from './envelope.js';
import { templates, TheErrand, type Errand, type ErrandLine } from './errand.js';
import {
  BatchOutcome,
  batchView,
  Outcome,
  outcomeView,
  SheetOutcome,
  sheetView,
} from './outcome.js';

/** Three mutations that nobody sees: every command borrows one of their resolvers, with all that Nest wraps around it. */
@Resolver()
export class CommandTemplate {
  constructor(@Inject(DISPATCHER) private readonly dispatcher: Dispatcher) {}

  @Mutation(() => Outcome, { name: templates.one })
  async one(
    @Args() args: EnvelopeArgs,
    @TheErrand() errand: Errand,
    @CurrentActor() actor: Actor,
    @Trace() trace: string | undefined,
  ) {
    const { category, ...command } = only(errand);
    return outcomeView(
      await this.dispatcher.dispatch(category, command, envelopeOf(args, trace), actor),
    );
  }

  @Mutation(() => BatchOutcome, { name: templates.many })
  async many(
    @Args() args: EnvelopeArgs,
    @TheErrand() errand: Errand,
    @CurrentActor() actor: Actor,
    @Trace() trace: string | undefined,
  ) {
    const lines = errand.lines.map(({ category, ...command }, index) => ({
      category,
      command,
      label: String(index + 1),
    }));
    return batchView(await this.dispatcher.dispatchMany(lines, envelopeOf(args, trace), actor));
  }

  @Mutation(() => SheetOutcome, { name: templates.sheet })
  async sheet(
    @Args() args: EnvelopeArgs,
    @TheErrand() errand: Errand,
    @CurrentActor() actor: Actor,
    @Trace() trace: string | undefined,
  ) {
    const { type, data } = only(errand);
    return sheetView(
      await this.dispatcher.dispatchSheet({ type, data }, envelopeOf(args, trace), actor),
    );
  }
}

const only = ({ lines: [line] }: Errand): ErrandLine => {
  if (!line) throw new Error('a mutation without a command: addCommands gives each exactly one');
  return line;
};
