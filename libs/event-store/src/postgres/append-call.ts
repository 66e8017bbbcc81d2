import type { Instant } from '#kernel';
import type { Queryable } from '#postgres';
import type { Expected, UnitOutcome } from '../port.js';
import { instantOf } from '../instant.js';
import { lineSeparator, type PreparedOperation, type PreparedUnit } from '../prepare.js';
import { timed } from './timed.js';

/** What one call of `es.append` did: an outcome per unit, and how many positions are left before the last partition ends. */
export interface GroupOutcome {
  readonly outcomes: readonly UnitOutcome[];
  readonly room: number;
}

interface Row {
  readonly status: readonly number[];
  readonly culprit: readonly number[];
  readonly pos: readonly string[];
  readonly at: readonly string[];
  readonly revision: readonly number[];
  readonly room: string;
}

const text = 'select * from es.append($1,$2,$3,$4,$5,$6,$7,$8,$9,$10,$11,$12,$13)';

/** Appends a group in one statement, which is its own transaction: when this resolves, the commit is durable. */
export const appendGroup = async (
  db: Queryable,
  units: readonly PreparedUnit[],
  clock: Date | undefined,
): Promise<GroupOutcome> => {
  const { rows } = await db.query<Row>(
    timed({ name: 'es-append', text, values: parametersOf(units, clock) }),
  );
  const [row] = rows;
  if (!row) throw new Error('es.append answered nothing');
  return { outcomes: outcomesOf(units, row), room: Number(row.room) };
};

const parametersOf = (units: readonly PreparedUnit[], clock: Date | undefined): unknown[] => {
  const slots = new Map<string, number>();
  const operations = units.flatMap((unit) => unit.operations);
  const slotOf = ({ operation: { stream } }: PreparedOperation) => {
    const slot = slots.get(stream) ?? slots.size + 1;
    slots.set(stream, slot);
    return slot;
  };
  const opSlots = operations.map(slotOf);
  const events = operations.flatMap(({ events: own }) => own);
  const eventSlots = operations.flatMap(({ events: own }, index) => own.map(() => opSlots[index]!));
  const lines = (texts: readonly string[]) => texts.join(lineSeparator);
  const list = (values: readonly (number | string)[]) => `{${values.join(',')}}`;
  return [
    lines([...slots.keys()]),
    list(units.map((unit) => unit.operations.length)),
    list(units.map((unit) => unit.ids.length)),
    list(opSlots),
    list(operations.map(({ operation }) => codeOf(operation.expected))),
    list(operations.map((operation) => operation.events.length)),
    list(events.map(({ id }) => id)),
    list(eventSlots),
    lines(events.map(({ type }) => type)),
    lines(events.map(({ data }) => data)),
    lines(events.map(({ meta }) => meta)),
    lines(events.map(({ subjects }) => subjects)),
    clock?.toISOString() ?? null,
  ];
};

const codes = { none: -1, exists: -2, any: -3 } as const;
const codeOf = (expected: Expected): number =>
  typeof expected === 'number' ? expected : codes[expected];

const outcomesOf = (units: readonly PreparedUnit[], row: Row): UnitOutcome[] => {
  let firstOperation = 0;
  let firstEvent = 0;
  return units.map((unit, index) => {
    const outcome = outcomeOf(unit, row, { index, firstOperation, firstEvent });
    firstOperation += unit.operations.length;
    firstEvent += unit.ids.length;
    return outcome;
  });
};

interface Place {
  readonly index: number;
  readonly firstOperation: number;
  readonly firstEvent: number;
}

const outcomeOf = (unit: PreparedUnit, row: Row, place: Place): UnitOutcome => {
  const status = at(row.status, place.index);
  const culprit = at(row.culprit, place.index) - 1;
  if (status === 2) {
    const { stream, expected } = at(unit.operations, culprit - place.firstOperation).operation;
    return { ok: false, reason: 'conflict', stream, expected, actual: at(row.revision, culprit) };
  }
  if (status === 3)
    return { ok: false, reason: 'id-reused', eventId: at(unit.ids, culprit - place.firstEvent) };
  const recordedAt: Instant = instantOf(at(row.at, place.index));
  return {
    ok: true,
    position: at(row.pos, place.index),
    recordedAt,
    revisions: revisionsOf(unit, row, place),
    repeated: status === 1,
  };
};

const revisionsOf = (
  unit: PreparedUnit,
  row: Row,
  { firstOperation }: Place,
): Record<string, number> => {
  const revisions: Record<string, number> = {};
  unit.operations.forEach(({ operation: { stream }, events }, index) => {
    if (events.length > 0) revisions[stream] = at(row.revision, firstOperation + index);
  });
  return revisions;
};

const at = <T>(values: readonly T[], index: number): T => {
  const value = values[index];
  if (value === undefined) throw new Error('es.append answered fewer values than it was asked for');
  return value;
};
