import {
  kernelRefusals,
  type AnyDecider,
  type Detail,
  type KernelRefusal,
  type Reason,
  type Refusal,
} from '#kernel';
import type { z } from 'zod';
import type { AnsweredReason, Rejected } from './dispatch.js';

/** A rejection by the platform itself, before or beside the decider. */
export const refuse = (commandId: string, code: KernelRefusal, detail: Detail = {}): Rejected => ({
  outcome: 'rejected',
  commandId,
  reasons: [placed({ code, detail, ...kernelRefusals[code] })],
});

/** Of what is not a field of an identity. */
const paths: Readonly<Record<string, string>> = { notes: 'data.note', identity: 'data.identity' };

/** The rejection for personal data that the vault does not take, one reason per field; the vault names fields as it keeps them. */
export const refusePersonal = (commandId: string, fields: readonly string[]): Rejected => {
  const [first, ...rest] = fields.map((field): AnsweredReason => ({
    ...{ code: 'E_INPUT', detail: {}, ...kernelRefusals.E_INPUT },
    path: paths[field] ?? `data.identity.${field}`,
  }));
  return first
    ? { outcome: 'rejected', commandId, reasons: [first, ...rest] }
    : refuse(commandId, 'E_INPUT');
};

/** Whoever refuses input names its field in the detail, from the data on or from the top: callers find it at one place. */
const placed = (reason: AnsweredReason): AnsweredReason => {
  const { code, path, detail } = reason;
  const named = detail['path'] ?? detail['field'];
  if (code !== 'E_INPUT' || path !== undefined || typeof named !== 'string') return reason;
  const whole = /^(?:data\b|type$|commandId$)/.test(named) ? named : `data.${named}`;
  return { ...reason, path: whole };
};

/** The rejection for input that does not parse: one reason per field, with its path and never the value. */
export const refuseInput = (commandId: string, error: z.ZodError): Rejected => {
  const [first, ...rest] = error.issues.map((issue): AnsweredReason => ({
    code: 'E_INPUT',
    ...kernelRefusals.E_INPUT,
    path: issue.path.map(String).join('.'),
    detail: { message: issue.message },
  }));
  return first
    ? { outcome: 'rejected', commandId, reasons: [first, ...rest] }
    : refuse(commandId, 'E_INPUT');
};

/** Reasons with their clause, words and the rules used. A code that no decider declared is a programming error: throws. */
export const answered = (
  reasons: readonly Reason[],
  deciders: readonly AnyDecider[],
  rules: string | undefined,
): AnsweredReason[] => {
  const books: readonly Readonly<Record<string, Refusal>>[] = [
    kernelRefusals,
    ...deciders.map((decider) => decider.refusals),
  ];
  return reasons.map((reason) => {
    const refusal = books.map((book) => book[reason.code]).find((found) => found !== undefined);
    if (!refusal) throw new Error(`undeclared refusal ${reason.code}`);
    return placed({ ...reason, ...refusal, rules });
  });
};
