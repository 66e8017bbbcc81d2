import { randomUUID } from 'node:crypto';
import { addDays } from '#kernel';
import type { Person } from './cast.js';
import { sha256, type Ground } from './ground.js';
import type { Programme } from './offer.js';
import { steps, yearFrom } from './path-steps.js';

/** How far a path is walked; each includes all before it. */
export const stages = [
  'proposed',
  'eligible',
  'agreed',
  'filed',
  'accepted',
  'prepared',
  'training',
  'completed',
  'passed',
] as const;
export type Stage = (typeof stages)[number];

/** One trainee's path and what it was agreed on. */
export interface Path {
  readonly id: string;
  readonly person: Person;
  readonly programme: Programme;
  readonly mentor: Person;
  readonly planId: string;
  readonly postId: string;
  readonly digest: string;
  readonly from: string;
  readonly until: string;
}
export type Wishes = Partial<
  Pick<Path, 'person' | 'programme' | 'mentor' | 'from' | 'until' | 'postId' | 'planId'>
>;

/** A path of someone new that stands at the stage today. The term is a year, or the four days before today where it has to be over. */
export const pathAt = async (ground: Ground, to: Stage, wishes: Wishes = {}): Promise<Path> => {
  const { cast, offer, world } = ground;
  const programme = wishes.programme ?? 'STUDENT_APPRENTICE';
  const today = world.clock.today();
  const over = stages.indexOf(to) >= stages.indexOf('completed');
  const from = wishes.from ?? addDays(today, over ? -4 : -10);
  const id = randomUUID();
  const path: Path = {
    ...{ id, programme, from },
    person: wishes.person ?? (await cast.person()),
    mentor: wishes.mentor ?? (await offer.mentor()),
    planId: wishes.planId ?? offer.plans[programme === 'TECH_TRAINEE' ? 'tech' : 'student'],
    postId: wishes.postId ?? offer.postId,
    digest: sha256(id),
    until: wishes.until ?? (over ? addDays(today, -1) : yearFrom(from)),
  };
  for (const stage of stages.slice(0, stages.indexOf(to) + 1)) await steps[stage](ground, path);
  return path;
};
