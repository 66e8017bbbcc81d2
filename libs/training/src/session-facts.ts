import { seenIn, stateOf, type FactSource } from '#kernel';
import { baseSight, type BaseSight } from './base-sight.js';
import { classView, type TrainingClass } from './class-state.js';
import { hoursView, standing, type Hours } from './hours-state.js';
import { offeredPlan, type OfferedPlan } from './offer-sight.js';
import { organizationSight, type OrganizationSight } from './parties-sight.js';
import type { SessionCommand } from './session-commands.js';
import { sessionView, type Session } from './session-state.js';

/** What decisions about sessions rest on; each only where the command needs it. */
export type SessionFacts = {
  readonly base?: BaseSight;
  readonly class?: TrainingClass;
  /** The plan of the class: its programme decides whose rules hold. */
  readonly plan?: OfferedPlan;
  readonly organizer?: OrganizationSight;
  /** The session that a new one stands for. */
  readonly replaced?: Session;
  /** Of each who attended, by the id of the path. */
  readonly [ledger: `ledger-${string}`]: Hours;
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
        base: data.baseId === undefined ? undefined : seenIn(`base-${data.baseId}`, baseSight),
        class: data.classId === undefined ? undefined : stateOf(classView, data.classId),
        replaced: data.replaces === undefined ? undefined : stateOf(sessionView, data.replaces),
      };
    case 'HoldSession':
      return {
        organizer: seenIn(`organization-${state.organizer}`, organizationSight),
        class: state.classId === undefined ? undefined : stateOf(classView, state.classId),
        plan:
          found.class?.opened === undefined
            ? undefined
            : seenIn(`plan-${found.class.opened.planId}`, offeredPlan),
      };
    case 'CancelSession':
      return Object.fromEntries(
        state.roster.map(({ apprenticeshipId: id }) => [
          `ledger-${id}`,
          stateOf(hoursView, id, { held: true }),
        ]),
      );
    case 'ReplaceSession':
      return {};
  }
};

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
