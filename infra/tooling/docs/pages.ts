// The generated pages of docs/, from the schemas, the books of refusals, the rule packs and what each command can lead to.
import { membersOf } from '#event-store';
import {
  aboutOf,
  kernelRefusals,
  type AnyDecider,
  type BoundedContext,
  type Refusal,
} from '#kernel';
import { z } from 'zod';
import { asyncApiText } from './asyncapi.js';
import { reachOf, type Reach } from './reach.js';
import { rulesPage } from './rules-page.js';

/** The generated pages, by file; the same code always gives the same text. */
export const pages = (
  root: string,
  contexts: readonly BoundedContext[],
): Readonly<Record<string, string>> => {
  const reach = [...reachOf(root, contexts).values()];
  return {
    'docs/events.md': eventsPage(contexts, reach),
    'docs/refusals.md': refusalsPage(contexts, reach),
    'docs/rules.md': rulesPage(root),
    'docs/asyncapi.json': asyncApiText(contexts),
  };
};

const eventsPage = (contexts: readonly BoundedContext[], reach: readonly Reach[]): string =>
  [
    '# Events',
    '',
    'Generated from the event schemas and the sources of the deciders by `npm run docs`; do not edit. Each kind of event is the',
    'record of a command: what it means is what the command says, who records it is who may send that (relation in brackets, see',
    '[permissions](permissions.md)). `?` marks a field that may be missing. Commands in italics are sent by the system alone:',
    'reservations in the same act as another command, and consequences.',
    '',
    ...contexts.flatMap((context) => [
      `## ${context.name}`,
      '',
      ...context.deciders.flatMap((decider) => eventsOf(decider, reach)),
    ]),
  ].join('\n');

const eventsOf = (decider: AnyDecider, reach: readonly Reach[]): readonly string[] => [
  `### ${decider.category}`,
  '',
  `Stream \`${decider.category}-…\`.`,
  '',
  '| Event | Fields | Recorded by | Meaning |',
  '|---|---|---|---|',
  ...membersOf(decider.events).map((member) => {
    const type = member.shape.type.value;
    const by = reach.filter((one) => one.category === decider.category && one.events.has(type));
    const cells = [
      `\`${type}\``,
      fieldsOf(member.shape.data),
      by.map((one) => recorder(decider, one, reach)).join('<br>'),
      by.map((one) => meaning(decider, one)).join('<br>'),
    ];
    return `| ${cells.map(cell).join(' | ')} |`;
  }),
  '',
];

const aboutIn = (decider: AnyDecider, command: string) => {
  const member = membersOf(decider.commands).find((one) => one.shape.type.value === command);
  if (!member) throw new Error(`${decider.category} has no command ${command}`);
  return aboutOf(member);
};

const recorder = (
  decider: AnyDecider,
  { category, command }: Reach,
  reach: readonly Reach[],
): string => {
  const who = Object.entries(aboutIn(decider, command).allow).map(
    ([role, relation]) => `${role} (${[relation].flat().join(', ')})`,
  );
  if (who.length > 0) return `\`${command}\`: ${who.join(', ')}`;
  const within = reach
    .filter(({ claims }) => claims.has(`${category}/${command}`))
    .map((one) => `\`${one.command}\``);
  return `*${command}*${within.length > 0 ? ` with ${within.join(', ')}` : ''}`;
};

const meaning = (decider: AnyDecider, { command }: Reach): string => {
  const { zh, summary } = aboutIn(decider, command);
  return `${zh} ${summary}`;
};

const fieldsOf = (data: z.ZodObject): string =>
  Object.entries(data.shape as Record<string, z.ZodType>)
    .map(([name, field]) => {
      const optional = field instanceof z.ZodOptional;
      return `\`${name}${optional ? '?' : ''}\` ${kindOf(field)}`;
    })
    .join(', ');

/** A field's kind in a word or two: the named schema's name, the values of a choice, or the JSON type. */
const kindOf = (schema: z.ZodType): string => {
  if (schema instanceof z.ZodOptional) return kindOf(schema.unwrap() as z.ZodType);
  const { id } = (schema.meta() ?? {}) as { id?: string };
  if (id !== undefined) return id;
  if (schema instanceof z.ZodNullable) return `${kindOf(schema.unwrap() as z.ZodType)} or null`;
  if (schema instanceof z.ZodArray) return `list of ${kindOf(schema.element as z.ZodType)}`;
  if (schema instanceof z.ZodEnum) return schema.options.join(' / ');
  if (schema instanceof z.ZodObject) return `{ ${Object.keys(schema.shape).join(', ')} }`;
  return schema instanceof z.ZodNumber ? 'number' : schema.type;
};

const refusalsPage = (contexts: readonly BoundedContext[], reach: readonly Reach[]): string => {
  const deciders = contexts.flatMap((context) => context.deciders);
  const books = deciders.map(({ category, refusals }) => ({ category, refusals }));
  const codes = new Set(books.flatMap(({ refusals }) => Object.keys(refusals)));
  return [
    '# Refusals',
    '',
    'Generated from the books of the deciders by `npm run docs`; do not edit. A refusal is an answer, not a fault: `Rejected` names',
    'every unmet rule at once, the leading one first, with its clause, its figures and the version of the rule pack. `platform` is a',
    'rule of the system itself. A command also answers what the reservations made in the same act refuse. The last column is read off',
    'the sources and leaves out no command that answers the code; it may name one that never does.',
    '',
    '## Of any command',
    '',
    ...tableOf(
      Object.entries(kernelRefusals).map(([code, refusal]) => [code, refusal, general[code] ?? '']),
    ),
    '## Of the rules',
    '',
    ...tableOf(
      [...codes].sort().map((code) => {
        const refusal = books.map((book) => book.refusals[code]).find((found) => found);
        if (!refusal) throw new Error(`${code} has no words`);
        const commands = reach.filter((one) => one.codes.has(code) && isSent(one, deciders));
        return [code, refusal, commands.map(({ command }) => `\`${command}\``).join(', ')];
      }),
    ),
  ].join('\n');
};

/** Where the platform's own refusals come from; those without a word here are any command's. */
const general: Readonly<Record<string, string>> = {
  E_UNKNOWN: 'every command about something that is not there',
  E_NO_RULES: 'every command that rests on a figure',
  E_PERSON_KNOWN: '`RegisterPerson`, `CorrectIdentity`, `ConfirmIdentityCorrection`',
  E_ERASED: 'every command that needs a person’s data',
  E_FUTURE: 'every command, by the day it names or else by `occurredOn`',
  E_LATE: 'every command that rests on a rule pack, by the same day',
};

/** Whether anybody may send the command; the system's own are named by those who make them. */
const isSent = ({ category, command }: Reach, deciders: readonly AnyDecider[]): boolean => {
  const decider = deciders.find((one) => one.category === category);
  return decider !== undefined && Object.keys(aboutIn(decider, command).allow).length > 0;
};

const tableOf = (
  rows: readonly (readonly [code: string, refusal: Refusal, where: string])[],
): readonly string[] => [
  '| Code | Clause | Words | May be answered by |',
  '|---|---|---|---|',
  ...rows.map(([code, { clause, zh, en }, where]) => {
    const cells = [`\`${code}\``, clause, `${zh}<br>${en}`, where];
    return `| ${cells.map(cell).join(' | ')} |`;
  }),
  '',
];

const cell = (text: string): string => text.replaceAll('|', '\\|').replaceAll('\n', ' ');

/** Every code there is, of the platform and of the deciders. */
export const allCodes = (contexts: readonly BoundedContext[]): readonly string[] => [
  ...new Set([
    ...Object.keys(kernelRefusals),
    ...contexts.flatMap(({ deciders }) =>
      deciders.flatMap(({ refusals }) => Object.keys(refusals)),
    ),
  ]),
];
