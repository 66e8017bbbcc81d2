import { seenIn, stateOf, type FactSource } from '#kernel';
import { apprenticeshipView, type Apprenticeship } from './apprenticeship-state.js';
import { isTheirs } from './attendance.js';
import { baseSight, type BaseSight } from './base-sight.js';
import { classView, type TrainingClass } from './class-state.js';
import { hoursView, standing, type Hours } from './hours-state.js';
import { offeredPlan, type OfferedPlan } from './offer-sight.js';
import { isRegistered, organizationSight, type OrganizationSight } from './parties-sight.js';
import type { SessionCommand } from './session-commands.js';
import { sessionView, type Session } from './session-state.js';

/** What decisions about sessions rest on; each only where the command needs it. */
export type SessionFacts = {
  readonly trainer?: boolean;
  readonly base?: BaseSight;
  readonly class?: TrainingClass;
  /** The plan of the class: its programme decides whose rules hold. */
  readonly plan?: OfferedPlan;
  readonly organizer?: OrganizationSight;
  /** The session that a new one stands for. */
  readonly replaced?: Session;
  /** Of each who attended, by the id of the path. */
  readonly [ledger: `ledger-${string}`]: Hours;
  /** Of each who is said to have attended a session of no class, by the id of the path. */
  readonly [path: `path-${string}`]: Apprenticeship;
};
type Asked = { readonly [K in keyof SessionFacts]?: FactSource<SessionFacts[K]> | undefined };

/** Where the facts for a command are found. */
export const sessionFacts = (
  { type, data }: SessionCommand,
  state: Session,
  found: Partial<SessionFacts>,
): Asked => {
  switch (type) {
    case 'ScheduleSession':
      return {
        trainer: isRegistered(data.trainer),
        base: data.baseId === undefined ? undefined : seenIn(`base-${data.baseId}`, baseSight),
        class: data.classId === undefined ? undefined : stateOf(classView, data.classId),
        replaced: data.replaces === undefined ? undefined : stateOf(sessionView, data.replaces),
      };
    case 'HoldSession':
      return {
        ...(state.classId === undefined && whoCame(data.roster, state)),
        organizer: seenIn(`organization-${state.organizer}`, organizationSight),
        class: state.classId === undefined ? undefined : stateOf(classView, state.classId),
        plan:
          found.class?.opened === undefined
            ? undefined
            : seenIn(`plan-${found.class.opened.planId}`, offeredPlan),
      };
    case 'CancelSession':
      return ledgersOf(state.roster);
    case 'ReplaceSession':
      return {};
  }
};

type Ledgers = { readonly [name: `ledger-${string}`]: FactSource<Hours> };
const ledgersOf = (roster: Session['roster']): Ledgers =>
  Object.fromEntries(
    roster.map(({ apprenticeshipId: id }) => [
      `ledger-${id}`,
      stateOf(hoursView, id, { held: true }),
    ]),
  );

type Paths = { readonly [name: `path-${string}`]: FactSource<Apprenticeship> };
const pathsOf = (roster: Session['roster']): Paths =>
  Object.fromEntries(
    roster.map(({ apprenticeshipId: id }) => [`path-${id}`, stateOf(apprenticeshipView, id)]),
  );

/** What tells whether those on the roster of a session of no class have to do with it. */
const whoCame = (roster: Session['roster'], { baseId }: Session): Asked => ({
  ...pathsOf(roster),
  ...(baseId !== undefined && { base: seenIn(`base-${baseId}`, baseSight) }),
});

/** Those on a roster who have nothing to do with the session: not of its class, or of none of its organizer's paths. */
export const strangersOn = (
  roster: Session['roster'],
  session: Session,
  facts: SessionFacts,
): readonly string[] =>
  roster
    .map(({ apprenticeshipId }) => apprenticeshipId)
    .filter((id) => {
      if (session.classId !== undefined) return facts.class?.members.includes(id) !== true;
      const path = facts[`path-${id}`];
      return path === undefined || !isTheirs(path, session, facts.base);
    });

/** Entries made from the session that still stand. */
export const hoursStanding = (
  sessionId: string,
  { roster }: Session,
  facts: SessionFacts,
): number =>
  roster.reduce((sum, { apprenticeshipId }) => {
    const ledger = facts[`ledger-${apprenticeshipId}`];
    const made = ledger ? standing(ledger).filter(({ session }) => session === sessionId) : [];
    return sum + made.length;
  }, 0);
