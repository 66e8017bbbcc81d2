import {
  addDays,
  addMonths,
  daysBetween,
  monthsBetween,
  when,
  type Day,
  type Reason,
} from '#kernel';
import type { Refusal } from '#kernel';
import type { Apprenticeship, Stretch } from './apprenticeship-state.js';

export const termRefusals = {
  E_TERM_MAX: {
    clause: '2.1.4',
    zh: '培养期限超过上限',
    en: 'the term is longer than the rules allow',
  },
} as const satisfies Record<string, Refusal>;

/** `E_TERM_MAX` when a term, its last day included, is longer than so many months. */
export const overlong = (
  { from, until }: Stretch,
  termMaxMonths: number,
): Reason<'E_TERM_MAX'> | undefined =>
  when(until >= addMonths(from, termMaxMonths), 'E_TERM_MAX', { from, until, termMaxMonths });

/**
 * The stretch whose hours are asked for: from the start that was filed to the last day agreed, however late the training began or
 * how far the term was shortened since. An extension asks for more.
 */
export const termOwed = ({
  from,
  until,
  plannedStart,
  agreedUntil,
}: Pick<Apprenticeship, 'from' | 'until' | 'plannedStart' | 'agreedUntil'>): Stretch | undefined =>
  from === undefined || until === undefined
    ? undefined
    : {
        from: plannedStart !== undefined && plannedStart < from ? plannedStart : from,
        until: agreedUntil !== undefined && until < agreedUntil ? agreedUntil : until,
      };

/**
 * The months of a term to the nearest whole one, days of suspension left out: a start some days late is still a year, and an
 * extension that makes up for a suspension asks for no more hours. Never less than one: no training is too short to need hours.
 */
export const trainingMonths = (
  { from, until }: Stretch,
  pauses: readonly { readonly from: Day; readonly to: Day }[],
): number => {
  const paused = pauses.reduce((sum, pause) => sum + daysBetween(pause.from, pause.to), 0);
  const end = addDays(until, 1 - paused);
  const whole = monthsBetween(from, end);
  return Math.max(1, whole + (daysBetween(addMonths(from, whole), end) >= 15 ? 1 : 0));
};
