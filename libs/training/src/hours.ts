import {
  daysBetween,
  decideBy,
  decider,
  minutesBetween,
  overlaps,
  reject,
  seenIn,
  stateOf,
  unmet,
  when,
  type Context,
  type Day,
  type Rejection,
} from '#kernel';
import {
  apprenticeshipView,
  partiesOf,
  subjectsOf,
  type Apprenticeship,
} from './apprenticeship-state.js';
import { baseSight, inForce } from './base-sight.js';
import { HoursEvent, type TrainingHoursLogged } from './events.js';
import { HoursCommand, hoursRefusals, type HoursRule } from './hours-commands.js';
import { creditHours } from './hours-credit.js';
import type { HoursFacts } from './hours-facts.js';
import { evolveHours, noHours, standing, type Hours } from './hours-state.js';
import { planOf, planSight } from './plan-sight.js';
import { noSession, sessionView } from './session-state.js';
import type { z } from 'zod';

type Attended = Pick<
  Extract<HoursCommand, { type: 'LogHours' }>['data'],
  'apprenticeshipId' | 'session' | 'checkIn' | 'from' | 'to'
>;
type Logged = z.infer<typeof TrainingHoursLogged>;

/** The ledger of hours of one path: logged from a session, confirmed by a second pair of eyes, corrected only by reversal. */
export const hours = decider<HoursCommand, Hours, HoursEvent, HoursRule, HoursFacts>({
  category: 'hours',
  commands: HoursCommand,
  events: HoursEvent,
  refusals: hoursRefusals,
  initial: noHours,
  creators: ['LogHours'],
  streamOf: ({ data }) => data.apprenticeshipId,
  facts: (command, state, found) => {
    const id = command.data.apprenticeshipId;
    const session =
      'session' in command.data ? command.data.session : state.entries[command.data.entry]?.session;
    const crediting = command.type === 'CreditBaseHours';
    return {
      path: stateOf(apprenticeshipView, id),
      session: session === undefined ? undefined : stateOf(sessionView, session),
      base:
        found.session?.baseId === undefined
          ? undefined
          : seenIn(`base-${found.session.baseId}`, baseSight),
      agreed: crediting ? planOf(id) : undefined,
      plan:
        found.agreed?.planId === undefined
          ? undefined
          : seenIn(`plan-${found.agreed.planId}`, planSight),
    };
  },
  rules: (_command, _state, { path, session }) => ({
    scheme: path.programme,
    jurisdiction: path.region,
    on: session?.on || undefined,
  }),
  occurredOn: (command, _state, { session }) =>
    'checkIn' in command.data ? session?.on || undefined : undefined,
  parties: (_command, _state, { path, session }) => ({
    ...partiesOf(path),
    organizer: session?.organizer,
  }),
  decide: decideBy<HoursCommand, Hours, HoursEvent, HoursRule, HoursFacts>({
    LogHours: (data, state, context) =>
      state.entries[data.entry] ? [] : log(data, data.entry, state, context),
    ConfirmHours: ({ apprenticeshipId, entry }, state, { actor }) => {
      const found = state.entries[entry];
      if (!found || found.standing === 'reversed') return reject('E_ENTRY', { entry });
      if (found.baseId !== undefined || found.standing === 'confirmed') return [];
      const user = 'user' in actor ? actor.user : actor.system;
      if (found.by === user) return reject('E_FOUR_EYES', { entry });
      return [
        {
          type: 'TrainingHoursConfirmed',
          data: { apprenticeshipId, entry, recognisedMinutes: found.minutes },
        },
      ];
    },
    DisputeHours: ({ apprenticeshipId, entry, reason, note }, state, { today, rules, id }) => {
      const found = state.entries[entry];
      if (!found || found.standing === 'reversed') return reject('E_ENTRY', { entry });
      if (found.standing === 'disputed') return [];
      const { disputeDays } = rules.figures;
      const days = daysBetween(found.on, today);
      if (days > disputeDays) return reject('E_DISPUTE_LATE', { days, disputeDays });
      const said = {
        apprenticeshipId,
        entry,
        reason,
        ...(note !== undefined && { noteRef: id('note') }),
      };
      return [{ type: 'TrainingHoursDisputed', data: said }];
    },
    ReverseHours: ({ apprenticeshipId, entry, reason }, state) => {
      const found = state.entries[entry];
      if (!found) return reject('E_ENTRY', { entry });
      if (found.standing === 'reversed') return [];
      const { minutes, recognised } = found;
      return [
        {
          type: 'TrainingHoursReversed',
          data: { apprenticeshipId, entry, minutes, recognisedMinutes: recognised, reason },
        },
      ];
    },
    CorrectHours: (data, state, context) => {
      const { apprenticeshipId, entry, reason, replacement } = data;
      const found = state.entries[entry];
      if (!found || found.standing === 'reversed') return reject('E_ENTRY', { entry });
      if (state.entries[replacement]) return reject('E_ENTRY', { replacement });
      const without: Hours = {
        entries: { ...state.entries, [entry]: { ...found, standing: 'reversed' } },
      };
      const logged = log(data, replacement, without, context);
      if ('reasons' in logged) return logged;
      const { minutes, recognised } = found;
      const reversed = {
        apprenticeshipId,
        entry,
        minutes,
        recognisedMinutes: recognised,
        reason,
        replacedBy: replacement,
      };
      return [
        { type: 'TrainingHoursReversed', data: reversed },
        ...logged.map((event) => ({ ...event, data: { ...event.data, replaces: entry } })),
      ];
    },
    CreditBaseHours: ({ apprenticeshipId, entry }, state, context) =>
      creditHours(apprenticeshipId, entry, state, context),
    RefuseBaseHours: ({ apprenticeshipId, entry, reason }, state) => {
      const found = state.entries[entry];
      if (found?.baseId === undefined || found.standing === 'reversed')
        return reject('E_ENTRY', { entry });
      return found.standing === 'refused'
        ? []
        : [{ type: 'BaseHoursRefused', data: { apprenticeshipId, entry, reason } }];
    },
  }),
  evolve: evolveHours,
  subjects: (event, _state, { path }) =>
    subjectsOf(
      path,
      ...(event.type === 'TrainingHoursLogged' ? [`session-${event.data.session}`] : []),
    ),
  personal: (command, _state, { path }, id) =>
    command.type === 'DisputeHours' && command.data.note !== undefined
      ? { person: path.person, notes: [{ ref: id('note'), text: command.data.note }] }
      : undefined,
});

const log = (
  data: Attended,
  entry: string,
  state: Hours,
  { facts, rules }: Context<HoursFacts>,
): Logged[] | Rejection<HoursRule> => {
  const { path, session = noSession, base } = facts;
  const { on, activity, venue, baseId, trainer } = session;
  const from = data.from ?? session.from;
  const to = data.to ?? session.to;
  const minutes = minutesBetween(from, to);
  const sameDay = standing(state).filter((other) => other.on === on);
  const already = sameDay.reduce((sum, other) => sum + other.minutes, 0);
  const { dayCapMinutes } = rules.figures;
  const there = session.standing === 'scheduled' || session.standing === 'held';
  if (!there) return reject('E_SESSION', { session: data.session });
  return (
    unmet(
      when(from < session.from || to > session.to || minutes <= 0, 'E_SESSION', {
        from: session.from,
        to: session.to,
      }),
      when(!within(on, path), 'E_TERM', { on, from: path.from ?? null, until: path.until ?? null }),
      when(
        sameDay.some((other) => overlaps(other, { from, to })),
        'E_OVERLAP',
        { on, from, to },
      ),
      when(already + minutes > dayCapMinutes, 'E_DAY_CAP', { already, minutes, dayCapMinutes }),
      when(baseId !== undefined && !(base && inForce(base, on)), 'E_BASE', {
        baseId: baseId ?? null,
        on,
      }),
    ) ?? [
      {
        type: 'TrainingHoursLogged',
        data: {
          apprenticeshipId: data.apprenticeshipId,
          entry,
          session: data.session,
          ...{ on, from, to, minutes, activity, venue },
          ...(baseId !== undefined && { baseId }),
          trainer,
          checkIn: data.checkIn,
        },
      },
    ]
  );
};

const within = (on: Day, path: Apprenticeship): boolean =>
  (path.phase === 'training' || path.phase === 'suspended') &&
  path.from !== undefined &&
  path.until !== undefined &&
  path.from <= on &&
  on <= path.until &&
  (path.suspendedOn === undefined || on < path.suspendedOn) &&
  !path.pauses.some(({ from, to }) => from <= on && on < to);
