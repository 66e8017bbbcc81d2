import type { Operation, Unit } from './port.js';

/** One event ready for the wire: texts that hold no separator. */
export interface PreparedEvent {
  readonly id: string;
  readonly type: string;
  readonly data: string;
  readonly meta: string;
  readonly subjects: string;
}

export interface PreparedOperation {
  readonly operation: Operation;
  readonly events: readonly PreparedEvent[];
}

/** A unit that is known to be well formed, with its size in characters. */
export interface PreparedUnit {
  readonly operations: readonly PreparedOperation[];
  readonly ids: readonly string[];
  readonly size: number;
}

/** Joins the subjects of one event. Newlines join events; both are control characters, which no name may hold. */
export const subjectSeparator = '\u001f';
export const lineSeparator = '\n';

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;
const nameForm = /^\P{Cc}{1,250}$/u;

/**
 * Checks and serialises a unit once, before it meets any other. Throws `TypeError` for what can never be stored – a value that JSON
 * does not know, a malformed id or name – so that only its own caller hears of it.
 */
export const prepare = (unit: Unit): PreparedUnit => {
  const operations = unit.map(prepareOperation);
  const events = operations.flatMap((operation) => operation.events);
  return {
    operations,
    ids: events.map(({ id }) => id),
    size: events.reduce((sum, { data, meta }) => sum + data.length + meta.length, 0),
  };
};

const prepareOperation = (operation: Operation): PreparedOperation => {
  checkName('stream', operation.stream);
  const { expected } = operation;
  if (typeof expected === 'number' && !(Number.isInteger(expected) && expected >= 0)) {
    throw new TypeError(`expected revision of ${operation.stream} is not a whole number from 0`);
  }
  return {
    operation,
    events: operation.events.map(({ id, type, data, meta: { subjects, ...meta } }) => {
      if (!uuid.test(id)) throw new TypeError(`event id is not a UUID: ${type}`);
      checkName('type', type);
      for (const subject of subjects) checkName('subject', subject);
      return {
        id: id.toLowerCase(),
        type,
        data: serialise(type, data),
        meta: serialise(type, meta),
        subjects: subjects.join(subjectSeparator),
      };
    }),
  };
};

const checkName = (kind: string, name: string) => {
  if (!nameForm.test(name) || !name.isWellFormed()) {
    throw new TypeError(`${kind} must be 1 to 250 characters without control characters`);
  }
};

const serialise = (type: string, value: object) => {
  const text: unknown = JSON.stringify(value);
  if (typeof text !== 'string' || !text.startsWith('{'))
    throw new TypeError(`${type}: data and meta must be JSON objects`);
  return text;
};
