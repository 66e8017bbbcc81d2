import { randomUUID } from 'node:crypto';
import type { Outcome } from '#event-store';
import { dayOf, usccWithCheck, type PersonActor } from '#kernel';
import { attempt, type Before, type Ground, type Try } from './ground.js';

/** Something that only one of two can have, fought over once per round. */
export interface Contest {
  readonly name: string;
  /** What stood before the first round. */
  readonly ground: readonly Before[];
  /** The two rivals of a round, and what stands before them. */
  round(index: number): {
    readonly before: readonly Before[];
    readonly rivals: readonly [Try, Try];
  };
  /** With which word the loser is refused. */
  readonly refusal: string;
  /** Category of the stream that the winner begins. */
  readonly wins: string;
}

export const region = '440100';
export const occupation = '6-31-01-03';
const today = dayOf(new Date().toISOString());

export const organization = (
  kind: 'enterprise' | 'college',
  uscc: string,
): { id: string; before: Before } => {
  const id = randomUUID();
  const data = {
    organizationId: id,
    kind,
    name: `${kind} of rivals`,
    uscc,
    region,
    chainOwner: false,
  };
  const events = [{ type: 'OrganizationRegistered', data }];
  return { id, before: { stream: `organization-${id}`, events, subjects: [`organization-${id}`] } };
};
export const uscc = (number: number): string =>
  usccWithCheck(`91${region}MA00${String(number).padStart(5, '0')}`) ?? '';
export const actorOf = (role: PersonActor['role'], id: string): PersonActor => ({
  ...{ user: `${role} ${id}`, role, organization: id },
});

/** Someone whom the organisation registered. */
export const person = (personId: string, registeredBy: string): Before => {
  const data = { personId, idKind: 'resident-id', registeredBy };
  const subjects = [`person-${personId}`];
  return { stream: `person-${personId}`, events: [{ type: 'PersonRegistered', data }], subjects };
};

/** Two enterprises propose the same person, each for a path of its own. */
export const overOnePerson = (): Contest => {
  const college = organization('college', uscc(1));
  const rivals = [organization('enterprise', uscc(2)), organization('enterprise', uscc(3))].map(
    (enterprise) => ({ ...enterprise, post: randomUUID() }),
  );
  const posts = rivals.map(({ id, post }): Before => {
    const offered = { title: '装调工', kind: 'technical-skill', occupation, places: 99 };
    const data = { postId: post, enterprise: id, ...offered };
    return { stream: `post-${post}`, events: [{ type: 'PostPublished', data }], subjects: [] };
  });
  const propose = (person: string, { id, post }: { id: string; post: string }): Try => {
    const path = { apprenticeshipId: randomUUID(), person, programme: 'student-apprentice' };
    const data = { ...path, enterprise: id, college: college.id, postId: post };
    const command = { type: 'ProposeApprenticeship', data };
    return attempt('apprenticeship', command, actorOf('enterprise', id));
  };
  return {
    name: 'one person',
    ground: [college.before, ...rivals.map(({ before }) => before), ...posts],
    round: () => {
      const personId = randomUUID();
      return {
        before: [person(personId, college.id)],
        rivals: [propose(personId, rivals[0]!), propose(personId, rivals[1]!)],
      };
    },
    refusal: 'E_DUPLICATE_ACTIVE',
    wins: 'apprenticeship',
  };
};

/** An enterprise and a college want the same trainer for hours that overlap. */
export const overOneTrainersHour = (): Contest => {
  const rivals = [organization('enterprise', uscc(4)), organization('college', uscc(5))];
  const [enterprise, college] = [rivals[0]!, rivals[1]!];
  const schedule = (trainer: string, organizer: PersonActor, from: string, to: string): Try => {
    const where = { organizer: organizer.organization, venue: 'college', trainer, on: today };
    const data = { sessionId: randomUUID(), ...where, from, to, activity: 'theory' };
    return attempt('session', { type: 'ScheduleSession', data }, organizer);
  };
  return {
    name: "one trainer's hour",
    ground: rivals.map(({ before }) => before),
    round: () => {
      const trainer = randomUUID();
      return {
        before: [person(trainer, college.id)],
        rivals: [
          schedule(trainer, actorOf('enterprise', enterprise.id), '09:00', '11:00'),
          schedule(trainer, actorOf('college', college.id), '10:00', '12:00'),
        ],
      };
    },
    refusal: 'E_TRAINER_OVERLAP',
    wins: 'session',
  };
};

/** The word of each outcome: `won`, or the codes of its refusal. */
export const wordOf = (outcome: Outcome): string =>
  outcome.outcome === 'accepted' ? 'won' : outcome.reasons.map(({ code }) => code).join();

/** How many of these rivals' streams have begun. */
export const begunOf = async ({ rows }: Ground, { wins }: Contest, rivals: readonly Try[]) => {
  const ids = rivals.map(({ command }) => Object.values(command.data)[0] as string);
  const wanted = new Set(ids.map((id) => `${wins}-${id}`));
  const begun = (await rows()).filter(({ stream }) => wanted.has(stream));
  return new Set(begun.map(({ stream }) => stream)).size;
};
