import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { AnyProjection, Message, Recorded } from '#kernel';
import {
  closed,
  enterpriseDays,
  spent,
  taken,
  traineeTime,
  type WorkshopEvent,
} from '../spec/workshop.js';
import { recorded } from '../spec/recorded.js';
import { foldSteps, foldSubject, HandlerFailed, stepsOf } from './fold.js';

const views: readonly AnyProjection[] = [traineeTime, enterpriseDays];

/** Folds as the runner does: batch by batch, rows going through their stored form in between. */
const inBatches = (view: AnyProjection, events: readonly Recorded<Message>[], size: number) => {
  const table = new Map<string, string>();
  for (let start = 0; start < events.length; start += size) {
    const steps = stepsOf(view, events.slice(start, start + size));
    const before = new Map([...table].map(([key, doc]) => [key, JSON.parse(doc) as object]));
    for (const [key, { row }] of foldSteps(view, steps, before))
      table.set(key, JSON.stringify(row));
  }
  return Object.fromEntries(table);
};
const atOnce = (view: AnyProjection, events: readonly Recorded<Message>[]) => {
  const rows = foldSubject([view], events).get(view.table) ?? new Map<string, { row: object }>();
  return Object.fromEntries([...rows].map(([key, { row }]) => [key, JSON.stringify(row)]));
};

const someone = fc.constantFrom('t1', 't2', 't3');
const somewhere = fc.constantFrom('e1', 'e2');
const day = fc.constantFrom('2026-03-02', '2026-10-10', '2026-01-31');
const entry = fc.record({
  trainee: someone,
  enterprise: somewhere,
  day,
  minutes: fc.integer({ min: 1, max: 600 }),
});
const events: fc.Arbitrary<WorkshopEvent[]> = fc.array(
  fc.oneof(
    entry.map(spent),
    entry.map(taken),
    fc.uniqueArray(someone).map((all) => closed(...all)),
  ),
  { maxLength: 60 },
);

describe('a fold', () => {
  it('gives the same rows to the letter, whatever the batches', () => {
    fc.assert(
      fc.property(events, fc.integer({ min: 1, max: 20 }), (history, size) => {
        const feed = recorded(history);
        for (const view of views) expect(inBatches(view, feed, size)).toEqual(atOnce(view, feed));
      }),
      { numRuns: 1_000 },
    );
  });

  it('counts an event once for a row that it names twice, and keeps subjects apart', () => {
    const rows = foldSubject(views, recorded([spent({ trainee: 't1' }), closed('t1', 't1', 't2')]));
    expect(rows.get('trainee_time_v1')?.get('t1')).toMatchObject({
      position: '2',
      row: { entries: 1, rounds: 1 },
    });
    expect(rows.get('trainee_time_v1')?.get('t2')).toMatchObject({
      position: '2',
      row: { entries: 0, rounds: 1 },
    });
    expect([...(rows.get('enterprise_days_v1')?.keys() ?? [])]).toEqual(['e1']);
  });

  it('never shows a view an event that it does not know', () => {
    const strange = [
      { type: 'constructor', data: {} },
      { type: 'HoursOfAnother', data: {} },
    ];
    expect(stepsOf(traineeTime, recorded(strange))).toEqual([]);
  });

  it('says where a handler failed without the words of its error', () => {
    const broken: AnyProjection = {
      ...traineeTime,
      key: () => {
        throw new TypeError('王小明 is not iterable');
      },
    };
    const fold = () => stepsOf(broken, recorded([spent()]));
    expect(fold).toThrow(HandlerFailed);
    expect(fold).toThrow(/TypeError at TimeSpent 0{8}-.*, position 1, in fold\.spec/);
    expect(fold).not.toThrow(/王小明/);
  });
});
