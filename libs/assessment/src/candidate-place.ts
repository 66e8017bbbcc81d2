import { seenIn, type FactSource } from '#kernel';
import type { Candidate } from './batch-state.js';
import type { Asked, BatchFacts } from './batch-types.js';
import { pathOf, postSight, takenOf, type PathSight, type PostSight } from './path-sight.js';

type Sources = { readonly [K in keyof BatchFacts]?: FactSource<BatchFacts[K]> | undefined };
type Someone = { readonly id: string } & Pick<Candidate, 'apprenticeshipId'>;

/** Where a candidate works, by the path that brought the person there. */
export interface Place {
  readonly apprenticeshipId: string;
  readonly employer: string;
}

/** Whom an application is for. */
export const applicantOf = ({
  candidate: id,
  apprenticeshipId,
}: Asked<'ApplyForAssessment'>): Someone => ({ id, apprenticeshipId });

/** All paths of the candidate in the order of their beginning, and the one the application named. */
const pathsOf = (
  { id, apprenticeshipId: named }: Someone,
  found: Partial<BatchFacts>,
): readonly string[] => [
  ...new Set([...(found[`taken:${id}`]?.paths ?? []), ...(named === undefined ? [] : [named])]),
];

/** What tells where the candidates are and who trained them. What an application says of it is only its sender's word. */
export const placeFacts = (candidates: readonly Someone[], found: Partial<BatchFacts>): Sources => {
  const people: { [id: `taken:${string}`]: FactSource<{ readonly paths: readonly string[] }> } = {};
  const paths: { [id: `path:${string}`]: FactSource<PathSight> } = {};
  const posts: { [id: `post:${string}`]: FactSource<PostSight> } = {};
  for (const one of candidates) {
    people[`taken:${one.id}`] = takenOf(one.id);
    for (const id of pathsOf(one, found)) {
      paths[`path:${id}`] = pathOf(id);
      posts[`post:${id}`] = seenIn(`employment-${id}`, postSight);
    }
  }
  return { ...people, ...paths, ...posts };
};

/** The candidate's place at the moment of decision; none where there never was a path, or where all of them were left. */
export const placeOf = (someone: Someone, facts: BatchFacts): Place | undefined => {
  const there = (id: string): boolean => {
    const path = facts[`path:${id}`];
    return path?.person === someone.id && !path.left && facts[`post:${id}`]?.departed !== true;
  };
  const apprenticeshipId = pathsOf(someone, facts).findLast(there);
  const employer = apprenticeshipId && facts[`path:${apprenticeshipId}`]?.enterprise;
  return apprenticeshipId && employer ? { apprenticeshipId, employer } : undefined;
};

/** Who trained the candidate on any path: whoever left one has still been that mentor's apprentice. */
export const mentorsOf = (someone: Someone, facts: BatchFacts): readonly string[] =>
  pathsOf(someone, facts).flatMap((id) => facts[`path:${id}`]?.mentor ?? []);
