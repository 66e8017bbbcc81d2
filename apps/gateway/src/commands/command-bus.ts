import type { Dispatcher, Envelope, Outcome } from '#event-store';
import type { Actor, BoundedContext } from '#kernel';
import { Inject, type Provider, type Type } from '@nestjs/common';
import { CommandBus, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { DISPATCHER, ENGINE } from '../tokens.js';

/** A command on its way to one aggregate. The bus routes by class, so each aggregate has a class of its own. */
abstract class Letter {
  constructor(
    readonly command: unknown,
    readonly envelope: Envelope,
    readonly actor: Actor,
  ) {}
}
type LetterClass = new (command: unknown, envelope: Envelope, actor: Actor) => Letter;

/**
 * Routes commands through Nest's `CommandBus`: one generated envelope class and handler per aggregate, so a new command touches no
 * Nest file, and whatever a deployment hangs on the bus sees every command. Lists and sheets are spread out by the engine itself.
 * The bus is a way through this process only; nothing durable hangs on it.
 */
export const busProviders = (contexts: readonly BoundedContext[]): readonly Provider[] => {
  const letters = new Map<string, LetterClass>();
  const handlers: Type<ICommandHandler<Letter>>[] = [];
  for (const { category } of contexts.flatMap(({ deciders }) => deciders)) {
    const letter = { [category]: class extends Letter {} }[category] as LetterClass;
    letters.set(category, letter);
    handlers.push(handlerOf(category, letter));
  }
  return [
    ...handlers,
    {
      provide: DISPATCHER,
      inject: [CommandBus, ENGINE],
      useFactory: (bus: CommandBus, engine: Dispatcher): Dispatcher => ({
        dispatch: (category, command, envelope, actor) => {
          const letter = letters.get(category);
          if (!letter) return engine.dispatch(category, command, envelope, actor);
          return bus.execute<Letter, Outcome>(new letter(command, envelope, actor));
        },
        dispatchMany: (lines, envelope, actor) => engine.dispatchMany(lines, envelope, actor),
        dispatchSheet: (command, envelope, actor) => engine.dispatchSheet(command, envelope, actor),
      }),
    },
  ];
};

const handlerOf = (category: string, letter: LetterClass): Type<ICommandHandler<Letter>> => {
  class Handler implements ICommandHandler<Letter> {
    constructor(private readonly engine: Dispatcher) {}
    execute({ command, envelope, actor }: Letter): Promise<Outcome> {
      return this.engine.dispatch(category, command, envelope, actor);
    }
  }
  Inject(ENGINE)(Handler, undefined, 0);
  CommandHandler(letter)(Handler);
  return Handler;
};
