import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { AnyProjection, Message, Recorded } from '#kernel';
import { poisonous, poisonousBySubject } from '../../spec/poison.js';
import { recorded } from '../../spec/recorded.js';
import { closed, spent, type WorkshopEvent } from '../../spec/workshop.js';
import { foldSteps, stepsOf, type FoldedRow } from '../fold.js';
import { foldParking, MustStop, triedSteps, type ParkingRules } from './fold-parking.js';

const order = { comparePositions: (a: string, b: string) => Number(a) - Number(b) };
const live: ParkingRules = { order, atMost: 100, whenPassed: 'repeat' };
const again: ParkingRules = { ...live, whenPassed: 'late' };
const none: ReadonlySet<string> = new Set();

interface Standing {
  readonly rows: ReadonlyMap<string, FoldedRow>;
  readonly waiting: ReadonlySet<string>;
  readonly parked: readonly Recorded<Message>[];
}
const nothing: Standing = { rows: new Map(), waiting: none, parked: [] };

const fold = (
  view: AnyProjection,
  events: readonly Recorded<Message>[],
  before = nothing,
  rules = live,
): Standing => {
  const done = foldParking(view, triedSteps(view, events, none), before, rules);
  return {
    rows: new Map([...before.rows, ...done.rows]),
    waiting: done.waiting,
    parked: [...before.parked, ...done.parked.map(({ event }) => event)],
  };
};
const inBatches = (view: AnyProjection, events: readonly Recorded<Message>[], size: number) => {
  let standing = nothing;
  for (let start = 0; start < events.length; start += size)
    standing = fold(view, events.slice(start, start + size), standing);
  return standing;
};
const plainly = (rows: ReadonlyMap<string, FoldedRow>) => Object.fromEntries(rows);

const someone = fc.constantFrom('t1', 't2', 't3', 't4');
const minutes = fc.constantFrom(10, 20, 13, 30);
const enterprise = fc.constantFrom('e1', 'e1', 'e1', 'nobody');
const entries = fc.record({ trainee: someone, minutes, enterprise: fc.constant('e1') });
const rounds = fc.uniqueArray(someone, { maxLength: 3 });
const history: fc.Arbitrary<WorkshopEvent[]> = fc.array(
  fc.oneof(
    { weight: 3, arbitrary: entries.map(spent) },
    rounds.map((all) => closed(...all)),
  ),
  { maxLength: 40 },
);

describe('a fold that parks', () => {
  it('leaves every row as the events before those that wait for it have made it', () => {
    fc.assert(
      fc.property(history, fc.integer({ min: 1, max: 9 }), (events, size) => {
        const feed = recorded(events);
        const { rows, parked } = inBatches(poisonous(), feed, size);
        const through = feed.filter((event) => !parked.includes(event));
        const mended = poisonous(true);
        expect(plainly(rows)).toEqual(
          plainly(foldSteps(mended, stepsOf(mended, through), new Map())),
        );
      }),
    );
  });

  it('parks an event exactly when it fails or touches a row that waits, whatever the batches', () => {
    fc.assert(
      fc.property(history, fc.integer({ min: 1, max: 9 }), (events, size) => {
        const feed = recorded(events);
        const waiting = new Set<string>();
        const expected = stepsOf(poisonous(), feed).filter(({ event, keys }) => {
          const poison =
            event.type === 'TimeSpent' && 'minutes' in event.data && event.data.minutes === 13;
          const waits = poison || keys.some((key) => waiting.has(key));
          if (waits) for (const key of keys) waiting.add(key);
          return waits;
        });
        const { parked, waiting: found } = inBatches(poisonous(), feed, size);
        expect(parked).toEqual(expected.map(({ event }) => event));
        expect([...found].sort()).toEqual([...waiting].sort());
      }),
    );
  });

  it('once mended and tried again gives the rows of a fold that never failed', () => {
    fc.assert(
      fc.property(history, fc.integer({ min: 1, max: 9 }), (events, size) => {
        const feed = recorded(events);
        const mended = poisonous(true);
        const before = inBatches(poisonous(), feed, size);
        const after = fold(mended, before.parked, { ...before, waiting: none, parked: [] }, again);
        expect(after.parked).toEqual([]);
        expect(plainly(after.rows)).toEqual(
          plainly(foldSteps(mended, stepsOf(mended, feed), new Map())),
        );
      }),
    );
  });

  it('passes over what is delivered again', () => {
    fc.assert(
      fc.property(history, fc.nat(30), (events, from) => {
        const feed = recorded(events);
        const once = fold(poisonous(), feed);
        const twice = fold(poisonous(), feed.slice(from), { ...once, parked: [] });
        expect(plainly(twice.rows)).toEqual(plainly(once.rows));
        expect(twice.waiting).toEqual(once.waiting);
      }),
    );
  });
});

describe('an event whose rows cannot be told', () => {
  it('makes its subject wait where rows are one subject’s, and lets the others go on', () => {
    fc.assert(
      fc.property(fc.array(fc.record({ trainee: someone, enterprise }).map(spent)), (events) => {
        const feed = recorded(events);
        const { rows, parked } = fold(poisonousBySubject(), feed);
        const lost = new Set<string>();
        for (const event of feed) {
          const { trainee, enterprise: at } = event.data as { trainee: string; enterprise: string };
          if (at === 'nobody') lost.add(trainee);
          expect(parked.includes(event)).toBe(lost.has(trainee));
        }
        const mended = poisonousBySubject(true);
        const through = feed.filter((event) => !parked.includes(event));
        expect(plainly(rows)).toEqual(
          plainly(foldSteps(mended, stepsOf(mended, through), new Map())),
        );
      }),
    );
  });

  it('stops a view whose rows gather from many subjects', () => {
    const feed = recorded([spent(), spent({ enterprise: 'nobody' })]);
    expect(() => fold(poisonous(), feed)).toThrow(MustStop);
    expect(() => fold(poisonous(), feed)).toThrow(
      /its rows cannot be told: TypeError at TimeSpent/,
    );
  });
});

describe('too many rows that would wait', () => {
  it('stop the view before the event that is one too many', () => {
    const feed = recorded(['t1', 't2', 't3'].map((trainee) => spent({ trainee, minutes: 13 })));
    const few = { ...live, atMost: 2 };
    expect(fold(poisonous(), feed.slice(0, 2), nothing, few).waiting.size).toBe(2);
    expect(() => fold(poisonous(), feed, nothing, few)).toThrow(/3 rows would wait.*position 3/);
  });
});

describe('an event that comes late to its row', () => {
  it('is not applied out of order when tried again, and says that nothing but a new table mends it', () => {
    const [early, later] = recorded([spent({ minutes: 5 }), spent({ minutes: 6 })]);
    if (!early || !later) throw new Error('two events were expected');
    const { rows } = fold(poisonous(), [later]);
    const steps = triedSteps(poisonous(), [early], none);
    const done = foldParking(poisonous(), steps, { rows, waiting: none }, again);
    expect(done.rows.size).toBe(0);
    expect(done.parked).toMatchObject([{ reason: expect.stringContaining('gone on without') }]);
  });
});
