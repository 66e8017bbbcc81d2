import { describe, expect, it } from '@jest/globals';
import * as eventStoreDb from '../../event-store/src/eventstoredb/positions.js';
import * as postgres from '../../event-store/src/postgres/positions.js';
import { recorded } from '../../projections/spec/recorded.js';
import type { FeedRecord } from '#projections';
import { believed, StoreEnd } from './store-end.js';

const { signal } = new AbortController();
const [sample] = recorded([{ type: 'HoursLogged', data: {} }]);
const eventAt = (position: string): FeedRecord => {
  if (!sample) throw new Error('an event was expected');
  const event = { ...sample, meta: { ...sample.meta, position } };
  return { offset: '1', kind: 'event', event };
};
const markAt = (position: string): FeedRecord => ({ offset: '2', kind: 'watermark', position });
const refused = (offset: string, reason: string): FeedRecord => ({
  ...{ offset, kind: 'unreadable', reason },
});
const beyond = 'its position lies beyond the end of the store';
const none = 'its position is none of this store';

/** A store that answers one end after another, and the last one from then on. */
const storeOf = (
  form: Pick<typeof postgres, 'isPosition' | 'comparePositions'>,
  ends: string[],
) => {
  let asked = 0;
  const end = new StoreEnd({
    isPosition: form.isPosition,
    comparePositions: form.comparePositions,
    head: () => {
      asked += 1;
      return Promise.resolve(ends.length > 1 ? ends.shift() : ends[0]);
    },
  });
  return { asked: () => asked, believe: (...all: FeedRecord[]) => believed(all, end, signal), end };
};

describe.each([
  {
    ...{ store: 'PostgreSQL', form: postgres, early: '7', last: '12', next: '13' },
    ...{ far: '999999999999', wrong: ['', '07', '1.5', '-1', '9'.repeat(19), '7-7'] },
  },
  {
    ...{ store: 'EventStoreDB', form: eventStoreDb, early: '90-80', last: '120-120' },
    ...{ next: '121-121', far: '999999999999-999999999999', wrong: ['', '7', '7-', '07-7', 'x'] },
  },
])('what the messages say of places in $store', ({ form, early, last, next, far, wrong }) => {
  it('is believed up to the end of the store, which is asked only when one lies further on', async () => {
    const { believe, asked } = storeOf(form, [last]);
    const records = [eventAt(early), markAt(last), refused('3', 'torn')];
    expect(await believe(...records)).toEqual(records);
    expect(asked()).toBe(1);
    expect(await believe(...records)).toEqual(records);
    expect(asked()).toBe(1);
  });

  it('is not believed beyond it, and what stands beside is', async () => {
    const { believe } = storeOf(form, [last]);
    expect(await believe(markAt(far), eventAt(last), eventAt(far), markAt(early))).toEqual([
      ...[refused('2', beyond), eventAt(last), refused('1', beyond), markAt(early)],
    ]);
  });

  it('is believed of an end that is seen only later', async () => {
    for (const ends of [
      [last, next],
      [last, last, last, next],
    ]) {
      const { believe } = storeOf(form, ends);
      expect(await believe(eventAt(next))).toEqual([eventAt(next)]);
    }
  });

  it('is not believed where it is no position at all', async () => {
    const { believe, asked } = storeOf(form, [last]);
    for (const position of wrong) {
      expect(await believe(markAt(position))).toEqual([refused('2', none)]);
      expect(await believe(eventAt(position))).toEqual([refused('1', none)]);
    }
    expect(asked()).toBe(0);
  });

  it('is asked anew once the store may be another', async () => {
    const { believe, asked, end } = storeOf(form, [next, last]);
    expect(await believe(markAt(next))).toEqual([markAt(next)]);
    end.forget();
    expect(await believe(markAt(next))).toEqual([refused('2', beyond)]);
    expect(asked()).toBe(5);
  });
});
