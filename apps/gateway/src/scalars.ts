import { GraphQLError, GraphQLScalarType, Kind, type ValueNode } from 'graphql';

const textOf = (node: ValueNode, name: string): string => {
  if (node.kind !== Kind.STRING)
    throw new GraphQLError(`${name} must be a string`, { nodes: node });
  return node.value;
};

interface TextScalar {
  readonly name: string;
  readonly description: string;
  /** Gives the canonical form or throws. */
  readonly read: (text: string) => string;
  /** The canonical form: answers in it, which is all the store gives, need no second look. */
  readonly canonical: RegExp;
}

/** A scalar that travels as text. */
const textScalar = ({ name, description, read, canonical }: TextScalar) => {
  const parse = (value: unknown): string => {
    if (typeof value !== 'string') throw new GraphQLError(`${name} must be a string`);
    return read(value);
  };
  return new GraphQLScalarType({
    name,
    description,
    serialize: (value) =>
      typeof value === 'string' && canonical.test(value) ? value : parse(value),
    parseValue: parse,
    parseLiteral: (node) => parse(textOf(node, name)),
  });
};

const isCivilDate = (text: string): boolean => {
  const time = Date.parse(`${text}T00:00:00Z`);
  // V8 turns 30 February into 2 March instead of refusing it.
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(text);
};

/** A civil date in Asia/Shanghai. */
export const LocalDate = textScalar({
  name: 'LocalDate',
  description: 'A civil date in Asia/Shanghai, `YYYY-MM-DD`. 北京时间的日期。',
  canonical: /^\d{4}-\d{2}-\d{2}$/,
  read: (text) => {
    if (!/^\d{4}-\d{2}-\d{2}$/.test(text) || !isCivilDate(text)) {
      throw new GraphQLError('LocalDate must be a date that exists, as YYYY-MM-DD');
    }
    return text;
  },
});

const moment =
  /^(?<date>\d{4}-\d{2}-\d{2})T(?<clock>(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d)(?:\.(?<fraction>\d{1,6}))?(?<zone>Z|[+-](?:[01]\d|2[0-3]):[0-5]\d)$/;

/**
 * A moment with all six fractional digits of the store. Never a JavaScript `Date`, which would lose three of them; moments are
 * compared as text, so every accepted form becomes the same one.
 */
export const DateTime = textScalar({
  name: 'DateTime',
  description:
    'A moment in RFC 3339 with up to six fractional digits; answered in UTC with six. 时刻（精确到微秒）。',
  canonical: /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{6}Z$/,
  read: (text) => {
    const { date, clock, fraction = '', zone } = moment.exec(text)?.groups ?? {};
    if (date === undefined || !isCivilDate(date)) {
      throw new GraphQLError('DateTime must be a moment as YYYY-MM-DDTHH:MM:SS[.ffffff]Z');
    }
    const seconds = new Date(`${date}T${clock ?? ''}${zone ?? ''}`).toISOString().slice(0, 19);
    return `${seconds}.${fraction.padEnd(6, '0')}Z`;
  },
});

const safeInteger = (value: unknown): number => {
  if (typeof value !== 'number' || !Number.isSafeInteger(value)) {
    throw new GraphQLError('SafeInt must be a whole number of at most 53 bits');
  }
  return value;
};

/** Whole numbers beyond 32 bits. */
export const SafeInt = new GraphQLScalarType({
  name: 'SafeInt',
  description: 'A whole number between -(2^53-1) and 2^53-1. 整数（53位以内）。',
  serialize: safeInteger,
  parseValue: safeInteger,
  parseLiteral: (node) => {
    if (node.kind !== Kind.INT)
      throw new GraphQLError('SafeInt must be a whole number', { nodes: node });
    return safeInteger(Number(node.value));
  },
});

/** Answers only: the payload of an event and the figures of a refusal. No input takes it. */
export const Json = new GraphQLScalarType({
  name: 'JSON',
  description: 'Any JSON value. 任意 JSON 值。',
});
