import {
  isSystem,
  regionPrefix,
  type Actor,
  type Allow,
  type Parties,
  type PersonActor,
  type Role,
} from '#kernel';

/** The relation that asks nothing of the actor but its role. */
export const anyRelation = 'any';

/**
 * The relations of which the actor needs one; none when its role is not named. A chain owner has its own and the enterprise's,
 * because a chain owner is an enterprise.
 */
export const relationsFor = (
  allow: Allow,
  { role }: { readonly role: Role },
): readonly string[] => {
  const lent = role === 'chain-owner' ? allow.enterprise : undefined;
  return [...new Set([allow[role] ?? [], lent ?? []].flat())];
};

/** Whether the actor's role is named at all: may be asked before anything is read. */
export const mayTry = (allow: Allow, actor: Actor): boolean =>
  isSystem(actor) || relationsFor(allow, actor).length > 0;

/**
 * Those of the demanded relations in which the actor stands: whom it acts for, or its region, is among those that `parties` gives
 * for the relation. A relation that `parties` does not know is held by nobody.
 */
export const relationsHeld = (
  allow: Allow,
  actor: PersonActor,
  parties: Parties,
): readonly string[] =>
  relationsFor(allow, actor).filter(
    (relation) =>
      relation === anyRelation || idsOf(parties, relation).some((id) => isActors(actor, id)),
  );

/** Whether the actor stands in a relation its role demands, or is the system. */
export const related = (allow: Allow, actor: Actor, parties: Parties): boolean =>
  isSystem(actor) || relationsHeld(allow, actor, parties).length > 0;

const idsOf = (parties: Parties, relation: string): readonly string[] => {
  const ids = Object.hasOwn(parties, relation) ? parties[relation] : undefined;
  if (ids === undefined) return [];
  return typeof ids === 'string' ? [ids] : ids;
};

const isActors = (actor: PersonActor, id: string): boolean =>
  id !== '' &&
  (id === principalOf(actor) ||
    (!isForOneself(actor) && actor.region !== undefined && regionCovers(actor.region, id)));

const isForOneself = ({ role }: PersonActor): boolean => role === 'trainee' || role === 'assessor';

/**
 * For whom the actor acts: a trainee and an assessor for themselves, everyone else for the organisation. Identity providers may
 * name the employer in the token of all its staff, trainees and assessors included; they do not speak for it, nor see what it sees.
 */
export const principalOf = (actor: PersonActor): string | undefined =>
  isForOneself(actor) ? actor.person : actor.organization;

// Only digits are a region: an organisation's UUID may well begin with a region's digits.
const regionCode = /^\d{2}(\d{2}){0,2}$/;

/** Whether the GB/T 2260 code `region` is or contains `place`: `44` and `440000` contain `4403` and `440300`. */
export const regionCovers = (region: string, place: string): boolean =>
  regionCode.test(place) && place.startsWith(regionPrefix(region));
