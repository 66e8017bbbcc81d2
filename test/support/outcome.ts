/** An unmet rule, as the API answers it. */
export interface Reason {
  readonly code: string;
  readonly clause: string;
  readonly messageZh: string;
  readonly messageEn: string;
  readonly rules: string | null;
  readonly path: string | null;
  readonly detail: Readonly<Record<string, unknown>>;
}
export interface SeenEvent {
  readonly type: string;
  readonly data: Readonly<Record<string, unknown>>;
  readonly id: string | null;
  readonly stream: string | null;
  readonly occurredOn: string | null;
  readonly recordedAt: string | null;
  readonly position: string | null;
  readonly rules: string | null;
}
export interface Accepted {
  readonly __typename: 'Accepted';
  readonly commandId: string;
  readonly position: string | null;
  readonly recordedAt: string | null;
  readonly events: readonly SeenEvent[];
}
export interface Rejected {
  readonly __typename: 'Rejected';
  readonly commandId: string;
  readonly reasons: readonly Reason[];
}
export type Outcome = Accepted | Rejected;
export interface Batch {
  readonly __typename: 'BatchOutcome';
  readonly accepted: number;
  readonly rejected: number;
  readonly position: string | null;
  readonly lines: readonly {
    readonly index: number;
    readonly label: string;
    readonly outcome: Outcome;
  }[];
}

export const eventFields = 'type data id stream occurredOn recordedAt position rules';
const one = `__typename
  ... on Accepted { commandId position recordedAt events { ${eventFields} } }
  ... on Rejected { commandId reasons { code clause messageZh messageEn rules path detail } }`;
const batch = `__typename accepted rejected position lines { index label outcome { ${one} } }`;

/** The selections of the three forms a mutation answers in. */
export const selections = {
  one,
  many: batch,
  sheet: `__typename ... on BatchOutcome { ${batch} } ... on Rejected { commandId reasons { code clause messageZh messageEn rules path detail } }`,
} as const;

/** What was refused and why, in one line for the failure of a test. */
export const wordsOf = ({ reasons }: Rejected): string =>
  reasons
    .map(({ code, path, detail }) => `${code} ${path ?? ''} ${JSON.stringify(detail)}`)
    .join('; ');
