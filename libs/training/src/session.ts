import {
  decideBy,
  decider,
  minutesBetween,
  reject,
  unmet,
  when,
  type Claim,
  type Decider,
  type Decisions,
} from '#kernel';
import { inForce } from './base-sight.js';
import { SessionEvent } from './events.js';
import { mustCheckIn } from './hours-log.js';
import { same } from './same.js';
import { SessionCommand, sessionRefusals, type SessionRule } from './session-commands.js';
import { hoursStanding, sessionFacts, strangersOn, type SessionFacts } from './session-facts.js';
import { evolveSession, lateTargetsOf, noSession, type Session } from './session-state.js';
import { trainerDay } from './trainer-day.js';

type Decide = Decisions<SessionCommand, Session, SessionEvent, SessionRule, SessionFacts>;

const schedule: Decide['ScheduleSession'] = (data, state, { facts }) => {
  if (state.standing !== 'none')
    return same(wordsOf(state), wordsOf(data)) ? [] : reject('E_STATE', { phase: state.standing });
  const { organizer, venue, baseId, trainer, on, from, to, classId, replaces } = data;
  const { base, class: forClass, replaced } = facts;
  const atBase = venue === 'base';
  const basely = atBase ? base !== undefined && inForce(base, on) : baseId === undefined;
  const sides = [
    forClass?.opened?.enterprise,
    forClass?.opened?.college,
    ...(atBase ? [base?.operator] : []),
  ];
  const theirs = forClass?.phase === 'open' && sides.includes(organizer);
  // Replaced by this very session it may be, where a store wrote that and stopped before this.
  const free = replaced?.standing === 'held' || replaced?.replacedBy === data.sessionId;
  const replaceable = free && replaced.organizer === organizer;
  return (
    unmet(
      when(minutesBetween(from, to) <= 0, 'E_SESSION', { from, to }),
      when(replaces !== undefined && !replaceable, 'E_SESSION', { session: replaces ?? null }),
      when(!basely, 'E_BASE', { venue, baseId: baseId ?? null, on }),
      when(atBase && base?.trainers.includes(trainer) !== true, 'E_TRAINER', { trainer }),
      when(classId !== undefined && !theirs, 'E_CLASS', { classId: classId ?? null }),
      when(!facts.trainer, 'E_UNKNOWN', { trainer }),
    ) ?? [{ type: 'SessionScheduled', data }]
  );
};

const hold: Decide['HoldSession'] = (data, state, { facts }) => {
  const { standing, roster, venue } = state;
  if (standing === 'held' && same(roster, data.roster)) return [];
  const missing = data.roster
    .filter(({ checkIn }) => checkIn === 'none')
    .map(({ apprenticeshipId }) => apprenticeshipId);
  const proven = !mustCheckIn({ venue }) || missing.length === 0;
  const strangers = strangersOn(data.roster, state, facts);
  return (
    unmet(
      when(standing !== 'scheduled', 'E_STATE', { phase: standing }),
      when(strangers.length > 0, 'E_SESSION', { strangers }),
      when(!proven, 'E_NO_CHECKIN', { venue, missing }),
    ) ?? [{ type: 'SessionHeld', data }]
  );
};

const cancel: Decide['CancelSession'] = ({ sessionId }, state, { facts }) => {
  if (state.standing === 'cancelled') return [];
  const hours = hoursStanding(sessionId, state, facts);
  return (
    unmet(when(hours > 0, 'E_STATE', { phase: state.standing, hours })) ?? [
      { type: 'SessionCancelled', data: { sessionId } },
    ]
  );
};

/** A trainee's day in the world: announced with its trainer's time reserved, held with a roster, or cancelled. */
export const session: Decider<SessionCommand, Session, SessionEvent, SessionRule, SessionFacts> =
  decider({
    category: 'session',
    commands: SessionCommand,
    events: SessionEvent,
    refusals: sessionRefusals,
    initial: noSession,
    creators: ['ScheduleSession'],
    streamOf: ({ data }) => data.sessionId,
    facts: sessionFacts,
    // For the limit on late entries: no figure of its own.
    rules: ({ type }, state, { plan, organizer }) =>
      type === 'HoldSession'
        ? {
            scheme: plan?.programme ?? 'student-apprentice',
            jurisdiction: organizer?.region || 'CN',
            on: state.on,
          }
        : undefined,
    occurredOn: ({ type }, state) => (type === 'HoldSession' ? state.on : undefined),
    lateTargets: ({ data }, state) => lateTargetsOf(data.sessionId, state),
    parties: ({ type, data }, { standing, organizer }) => ({
      organizer: standing === 'none' && type === 'ScheduleSession' ? data.organizer : organizer,
    }),
    decide: decideBy<SessionCommand, Session, SessionEvent, SessionRule, SessionFacts>({
      ScheduleSession: schedule,
      HoldSession: hold,
      CancelSession: cancel,
      ReplaceSession: ({ sessionId, by }, { standing }) => {
        if (standing === 'cancelled') return [];
        return standing === 'held'
          ? [{ type: 'SessionCancelled', data: { sessionId, replacedBy: by } }]
          : reject('E_SESSION', { session: sessionId });
      },
    }),
    evolve: evolveSession,
    subjects: (event, state) => {
      const { organizer, classId } = event.type === 'SessionScheduled' ? event.data : state;
      return [
        `session-${event.data.sessionId}`,
        `organization-${organizer}`,
        ...(classId === undefined ? [] : [`class-${classId}`]),
      ];
    },
    claims: ({ type, data }, state, { facts: { replaced } }, events): readonly Claim[] => {
      switch (type) {
        case 'ScheduleSession': {
          const { sessionId, trainer, on, from, to, replaces } = data;
          return [
            ...(replaces === undefined || replaced === undefined || events.length === 0
              ? []
              : [
                  {
                    on: session,
                    command: {
                      type: 'ReplaceSession',
                      data: { sessionId: replaces, by: sessionId },
                    },
                  },
                  freed(replaces, replaced),
                ]),
            {
              on: trainerDay,
              command: { type: 'BookTrainer', data: { trainer, on, from, to, sessionId } },
            },
          ];
        }
        case 'CancelSession':
        case 'ReplaceSession':
          return [freed(data.sessionId, state)];
        case 'HoldSession':
          return [];
      }
    },
  });

const freed = (sessionId: string, { trainer, on }: Session): Claim => ({
  on: trainerDay,
  command: { type: 'FreeTrainer', data: { trainer, on, sessionId } },
});

type Words = Pick<
  Session,
  'organizer' | 'venue' | 'trainer' | 'on' | 'from' | 'to' | 'activity'
> & { readonly classId?: string | undefined; readonly baseId?: string | undefined };

const wordsOf = ({
  organizer,
  classId,
  venue,
  baseId,
  trainer,
  on,
  from,
  to,
  activity,
}: Words) => ({
  ...{ organizer, classId, venue, baseId, trainer, on, from, to, activity },
});
