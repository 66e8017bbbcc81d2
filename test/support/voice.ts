import type { PersonActor } from '#kernel';
import {
  selections,
  wordsOf,
  type Accepted,
  type Batch,
  type Outcome,
  type Rejected,
} from './outcome.js';

/** What may go with an act beside its input. */
export interface Envelope {
  readonly commandId?: string;
  readonly occurredOn?: string;
  readonly lateApproval?: string;
  readonly preview?: boolean;
  readonly evidence?: readonly { readonly kind: string; readonly digest: string }[];
}
export interface Answer {
  readonly status: number;
  readonly text: string;
  readonly data?: Readonly<Record<string, unknown>> | null;
  readonly errors?: readonly {
    readonly message: string;
    readonly extensions?: { readonly code?: string };
  }[];
}

/** One actor at the API, with nothing but HTTP between. */
export interface Voice {
  readonly actor: PersonActor;
  /** A command, by its name as a mutation; whatever becomes of it. Throws when the answer is not an outcome. */
  send(name: string, input: object, envelope?: Envelope): Promise<Outcome>;
  /** A command that has to be accepted: throws with the reasons otherwise. */
  does(name: string, input: object, envelope?: Envelope): Promise<Accepted>;
  /** A plural mutation. */
  sendMany(name: string, inputs: readonly object[], envelope?: Envelope): Promise<Batch>;
  /** A sheet. */
  sendSheet(name: string, input: object, envelope?: Envelope): Promise<Batch | Rejected>;
  /** A query that has to be answered without errors. */
  ask<T>(query: string, variables?: object): Promise<T>;
  /** A query or mutation, whatever the answer. */
  try(query: string, variables?: object): Promise<Answer>;
  /** Any body at all. */
  post(body: string, headers?: Readonly<Record<string, string>>): Promise<Answer>;
}

const envelopeArguments = `$commandId: ID, $occurredOn: LocalDate, $lateApproval: ID, $preview: Boolean, $evidence: [EvidenceInput!]`;
const passed = `commandId: $commandId, occurredOn: $occurredOn, lateApproval: $lateApproval, preview: $preview, evidence: $evidence`;
const inputType = (name: string) => `${name.slice(0, 1).toUpperCase()}${name.slice(1)}Input`;

/** The document of one mutation in one of its three forms. */
export const mutationOf = (name: string, form: keyof typeof selections): string =>
  form === 'many'
    ? `mutation ($inputs: [${inputType(name)}!]!, ${envelopeArguments}) { answer: ${name}Many(inputs: $inputs, ${passed}) { ${selections.many} } }`
    : `mutation ($input: ${inputType(name)}!, ${envelopeArguments}) { answer: ${name}(input: $input, ${passed}) { ${selections[form]} } }`;

/** Is told every position that an act was answered with. */
export interface Hearing {
  (position: string | null): void;
  /** The last error in the log, for an answer that is a fault. */
  readonly lastFault?: () => string;
}

/** `url` is asked for each request: there may be several servers. */
export const voiceOf = (
  url: string | (() => string),
  actor: PersonActor,
  token: () => Promise<string>,
  heard: Hearing,
): Voice => {
  const post: Voice['post'] = async (body, headers = {}) => {
    const authorization = `Bearer ${await token()}`;
    const response = await fetch(typeof url === 'string' ? url : url(), {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization, ...headers },
      body,
    });
    const text = await response.text();
    return { status: response.status, text, ...(JSON.parse(text) as object) };
  };
  const attempt: Voice['try'] = (query, variables = {}) =>
    post(JSON.stringify({ query, variables }));
  const ask: Voice['ask'] = async <T>(query: string, variables: object = {}) => {
    const { status, text, data, errors } = await attempt(query, variables);
    if (status !== 200 || errors || !data)
      throw new Error(
        `${actor.user}: ${String(status)} ${text} ${status === 500 ? (heard.lastFault?.() ?? '') : ''}`,
      );
    return data as T;
  };
  const mutate = async <T extends Outcome | Batch>(document: string, variables: object) => {
    const { answer } = await ask<{ answer: T }>(document, variables);
    if ('position' in answer) heard(answer.position);
    return answer;
  };
  const send: Voice['send'] = (name, input, envelope = {}) =>
    mutate<Outcome>(mutationOf(name, 'one'), { input, ...envelope });
  return {
    actor,
    post,
    ask,
    try: attempt,
    send,
    does: async (name, input, envelope) => {
      const outcome = await send(name, input, envelope);
      if (outcome.__typename === 'Accepted') return outcome;
      throw new Error(`${name} by ${actor.user} (${actor.role}): ${wordsOf(outcome)}`);
    },
    sendMany: (name, inputs, envelope = {}) =>
      mutate<Batch>(mutationOf(name, 'many'), { inputs, ...envelope }),
    sendSheet: (name, input, envelope = {}) =>
      mutate<Batch | Rejected>(mutationOf(name, 'sheet'), { input, ...envelope }),
  };
};
