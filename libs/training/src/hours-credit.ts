import { classHoursOf, reject, type Context, type Rejection } from '#kernel';
import type { BaseHoursCredited } from './events.js';
import type { HoursFacts } from './hours-facts.js';
import type { HoursRule } from './hours-commands.js';
import { entryOf, nameOf, standing, type Hours } from './hours-state.js';
import type { z } from 'zod';

type Credited = z.infer<typeof BaseHoursCredited>;

/**
 * Hours at a base may count (2.1.5, 2.2.4) up to a share of the plan's hours of the same kind. An entry is credited whole or not
 * at all, so that what was recognised can be read off the entry.
 */
export const creditHours = (
  apprenticeshipId: string,
  entry: string,
  state: Hours,
  { facts, rules, actor }: Context<HoursFacts>,
): readonly Credited[] | Rejection<HoursRule> => {
  const found = entryOf(state, entry);
  if (found?.baseId === undefined || found.standing === 'reversed')
    return reject('E_ENTRY', { entry });
  if (found.standing === 'credited') return [];
  if (found.by === nameOf(actor)) return reject('E_FOUR_EYES', { entry });
  if (facts.session?.standing === 'cancelled')
    return reject('E_SESSION', { session: found.session });
  const { baseCreditTheoryShareMax, baseCreditPracticeShareMax, classHourMinutes } = rules.figures;
  const share = found.activity === 'theory' ? baseCreditTheoryShareMax : baseCreditPracticeShareMax;
  const planned = facts.plan?.[found.activity] ?? 0;
  const ceiling = Math.floor(planned * share);
  const credited = standing(state)
    .filter((other) => other.standing === 'credited' && other.activity === found.activity)
    .reduce((sum, other) => sum + other.minutes, 0);
  const after = classHoursOf(credited + found.minutes, classHourMinutes);
  if (after > ceiling)
    return reject('E_CREDIT_CAP', { activity: found.activity, after, ceiling, planned });
  return [
    {
      type: 'BaseHoursCredited',
      data: { apprenticeshipId, entry, recognisedMinutes: found.minutes },
    },
  ];
};
