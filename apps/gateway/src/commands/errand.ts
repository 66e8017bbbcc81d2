import { createParamDecorator, type ExecutionContext } from '@nestjs/common';

/** Names of the hidden mutations that lend their resolvers; `addCommands` takes them out of the schema. */
export const templates = { one: '_command', many: '_commands', sheet: '_sheet' } as const;

export interface ErrandLine {
  readonly category: string;
  readonly type: string;
  readonly data: object;
}

/** What a borrowed resolver is to dispatch, beside the caller's own arguments. */
export interface Errand {
  readonly lines: readonly ErrandLine[];
}

interface Carrier {
  readonly errand: Errand;
}

/** The errand of a mutation; only mutations made by `addCommands` have one. */
export const TheErrand = createParamDecorator((_: unknown, context: ExecutionContext): Errand => {
  const { errand } = context.getArgByIndex<Carrier>(1);
  return errand;
});
