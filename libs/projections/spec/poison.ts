import { projection } from '#kernel';
import type { WorkshopEvent } from './workshop.js';

export interface Minutes {
  readonly minutes: number;
  readonly rounds: number;
}

/**
 * Minutes per trainee, by code that cannot bear some events until it is mended: 13 minutes throw, 1,001 and more are refused by the
 * table, a sum that ends in 77 has no values, and an entry of enterprise `nobody` names no row. A closed round touches every trainee in it.
 */
export const poisonous = (mended = false) =>
  projection<WorkshopEvent, Minutes>({
    table: 'poisonous_v1',
    key: ({ type, data }) => {
      if (type === 'RoundClosed') return data.trainees;
      if (data.enterprise === 'nobody' && !mended) return undefined as unknown as string;
      return data.trainee;
    },
    empty: { minutes: 0, rounds: 0 },
    on: {
      TimeSpent: (row, { data }) => {
        if (data.minutes === 13 && !mended) throw new RangeError(`secret ${data.trainee}`);
        return { ...row, minutes: row.minutes + data.minutes };
      },
      TimeTaken: 'ignored',
      RoundClosed: (row) => ({ ...row, rounds: row.rounds + 1 }),
    },
    columns: { day: { kind: 'date' } },
    values: ({ minutes }) => {
      if (minutes % 100 === 77 && !mended) throw new TypeError(`secret ${String(minutes)}`);
      return { day: minutes > 1_000 && !mended ? 'no day at all' : null };
    },
  });

/** The same of those views whose rows are one subject's alone: closed rounds are not its business. */
export const poisonousBySubject = (mended = false) => {
  const view = poisonous(mended);
  return projection<WorkshopEvent, Minutes>({
    ...view,
    table: 'poisonous_by_subject_v1',
    partitionedBy: 'subject',
    key: (event) => (event.type === 'RoundClosed' ? [] : view.key(event)),
  });
};
