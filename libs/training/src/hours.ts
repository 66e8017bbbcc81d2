import { daysBetween, decideBy, decider, isRejection, reject, unmet, when } from '#kernel';
import { seenIn, stateOf, type Decisions } from '#kernel';
import type { z } from 'zod';
import { apprenticeshipView, partiesOf, subjectsOf } from './apprenticeship-state.js';
import { baseSight } from './base-sight.js';
import { HoursEvent, type ReversalReason } from './events.js';
import { HoursCommand, hoursRefusals, type HoursRule } from './hours-commands.js';
import { creditHours } from './hours-credit.js';
import type { HoursFacts } from './hours-facts.js';
import { logHours, saysTheSame } from './hours-log.js';
import { entryOf, evolveHours, nameOf, noHours, type Entry, type Hours } from './hours-state.js';
import { planOf, planSight } from './plan-sight.js';
import { lateTargetsOf, sessionView } from './session-state.js';

type Decide = Decisions<HoursCommand, Hours, HoursEvent, HoursRule, HoursFacts>;

const confirm: Decide['ConfirmHours'] = ({ apprenticeshipId, entry }, state, context) => {
  const found = entryOf(state, entry);
  if (!found || found.standing === 'reversed') return reject('E_ENTRY', { entry });
  if (found.standing === 'confirmed') return [];
  // Hours at a base are not confirmed but credited, up to their ceiling.
  if (found.baseId !== undefined)
    return reject('E_STATE', { phase: found.standing, venue: 'base' });
  return (
    unmet(
      when(found.by === nameOf(context.actor), 'E_FOUR_EYES', { entry }),
      when(context.facts.session?.standing === 'cancelled', 'E_SESSION', {
        session: found.session,
      }),
    ) ?? [
      {
        type: 'TrainingHoursConfirmed',
        data: { apprenticeshipId, entry, recognisedMinutes: found.minutes },
      },
    ]
  );
};

const dispute: Decide['DisputeHours'] = (data, state, { today, rules, id }) => {
  const { apprenticeshipId, entry, reason, note } = data;
  const found = entryOf(state, entry);
  if (!found || found.standing === 'reversed') return reject('E_ENTRY', { entry });
  if (found.standing === 'disputed') return [];
  const { disputeDays } = rules.figures;
  const days = daysBetween(found.recordedOn, today);
  if (days > disputeDays) return reject('E_DISPUTE_LATE', { days, disputeDays });
  const noteRef = note === undefined ? {} : { noteRef: id('note') };
  return [{ type: 'TrainingHoursDisputed', data: { apprenticeshipId, entry, reason, ...noteRef } }];
};

const correct: Decide['CorrectHours'] = (data, state, context) => {
  const { apprenticeshipId, entry, reason, replacement } = data;
  const found = entryOf(state, entry);
  if (found?.replacedBy === replacement) return [];
  if (!found || found.standing === 'reversed') return reject('E_ENTRY', { entry });
  if (entryOf(state, replacement)) return reject('E_ENTRY', { replacement });
  const without: Hours = {
    entries: state.entries.map((one) => (one === found ? { ...one, standing: 'reversed' } : one)),
  };
  const logged = logHours(data, replacement, without, context);
  if (isRejection(logged)) return logged;
  return [
    reversal(apprenticeshipId, found, reason, replacement),
    ...logged.map((event) => ({ ...event, data: { ...event.data, replaces: entry } })),
  ];
};

const reversal = (
  apprenticeshipId: string,
  { entry, minutes, recognised }: Entry,
  reason: z.infer<typeof ReversalReason>,
  replacedBy?: string,
) => ({
  type: 'TrainingHoursReversed' as const,
  data: {
    apprenticeshipId,
    entry,
    minutes,
    recognisedMinutes: recognised,
    reason,
    ...(replacedBy !== undefined && { replacedBy }),
  },
});

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
      'session' in command.data
        ? command.data.session
        : entryOf(state, command.data.entry)?.session;
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
    jurisdiction: path.region || 'CN',
    on: session?.on || undefined,
  }),
  occurredOn: (command, _state, { session }) =>
    'checkIn' in command.data ? session?.on || undefined : undefined,
  lateTargets: ({ data }, _state, { session }) =>
    'checkIn' in data ? lateTargetsOf(data.session, session) : [],
  parties: (_command, _state, { path, session }) => ({
    ...partiesOf(path),
    organizer: session?.organizer,
  }),
  decide: decideBy<HoursCommand, Hours, HoursEvent, HoursRule, HoursFacts>({
    LogHours: (data, state, context) => {
      const found = entryOf(state, data.entry);
      if (!found) return logHours(data, data.entry, state, context);
      const { entry } = data;
      return saysTheSame(found, data, context.facts.session)
        ? []
        : reject('E_ENTRY', { entry, standing: found.standing });
    },
    ConfirmHours: confirm,
    DisputeHours: dispute,
    ReverseHours: ({ apprenticeshipId, entry, reason }, state) => {
      const found = entryOf(state, entry);
      if (!found) return reject('E_ENTRY', { entry });
      return found.standing === 'reversed' ? [] : [reversal(apprenticeshipId, found, reason)];
    },
    CorrectHours: correct,
    CreditBaseHours: ({ apprenticeshipId, entry }, state, context) =>
      creditHours(apprenticeshipId, entry, state, context),
    RefuseBaseHours: ({ apprenticeshipId, entry, reason }, state) => {
      const found = entryOf(state, entry);
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
