/** What one request may ask at most. The defaults leave room for the widest query of the portal several times over. */
export interface Limits {
  /** Bytes of a request's body; more is 413. */
  readonly body: number;
  /** Tokens of a document, so that parsing stays cheap. */
  readonly tokens: number;
  readonly depth: number;
  readonly aliases: number;
  readonly rootFields: number;
  readonly directives: number;
  /** Fields that may be answered at most: lists counted with their `first`, and some fields with a price beside (`price.ts`). */
  readonly cost: number;
}

export const defaultLimits: Limits = {
  body: 1_048_576,
  tokens: 4_000,
  depth: 12,
  aliases: 30,
  rootFields: 20,
  directives: 50,
  cost: 50_000,
};

/** How many entries a list without pages is taken for. */
export const guessedLength = 10;

/** The longest page that any list gives. */
export const longestPage = 500;
