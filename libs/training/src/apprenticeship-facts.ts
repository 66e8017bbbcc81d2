import { personFact, seenIn, stateOf, type FactSource, type PersonFact } from '#kernel';
import { agreementView, type Agreement } from './agreement-state.js';
import type { ApprenticeshipCommand } from './apprenticeship-commands.js';
import type { Apprenticeship } from './apprenticeship-state.js';
import {
  careerSight,
  employmentSight,
  type CareerSight,
  type EmploymentSight,
} from './employment-sight.js';
import { evolveHours, noHours, type Hours } from './hours-state.js';
import {
  postSight,
  recruitmentSight,
  type PostSight,
  type RecruitmentSight,
} from './offer-sight.js';
import { isRegistered, organizationSight, type OrganizationSight } from './parties-sight.js';

/** What decisions about a path rest on, beside the path itself. Each command asks only for its own. */
export type ApprenticeshipFacts = {
  readonly enterprise?: OrganizationSight;
  readonly college?: OrganizationSight;
  readonly registered?: boolean;
  readonly post?: PostSight;
  readonly recruitment?: RecruitmentSight;
  readonly person?: PersonFact;
  readonly agreement?: Agreement;
  readonly employment?: EmploymentSight;
  readonly career?: CareerSight;
  readonly hours?: Hours;
};
type Asked = { readonly [K in keyof ApprenticeshipFacts]?: FactSource<ApprenticeshipFacts[K]> };

const organization = (id: string) => seenIn(`organization-${id}`, organizationSight);
const hoursView = { category: 'hours', initial: noHours, evolve: evolveHours } as const;

type Asking = {
  readonly [T in ApprenticeshipCommand['type']]?: (
    data: Extract<ApprenticeshipCommand, { type: T }>['data'],
    path: Apprenticeship,
  ) => Asked;
};

const asking: Asking = {
  ProposeApprenticeship: ({ enterprise, college, person, postId, recruitmentId }) => ({
    enterprise: organization(enterprise),
    ...(college !== undefined && { college: organization(college) }),
    registered: isRegistered(person),
    post: seenIn(`post-${postId}`, postSight),
    ...(recruitmentId !== undefined && {
      recruitment: seenIn(`recruitment-${recruitmentId}`, recruitmentSight),
    }),
  }),
  ConfirmEligibility: (_data, { person }) => ({ person: personFact(person) }),
  FileApprenticeship: ({ apprenticeshipId }, { programme, person }) => ({
    // Redrafting while it is filed would leave a filing without its text.
    agreement: stateOf(agreementView, apprenticeshipId, { held: true }),
    ...(programme === 'tech-trainee' && {
      employment: seenIn(`employment-${apprenticeshipId}`, employmentSight),
      person: personFact(person),
    }),
  }),
  StartTraining: ({ apprenticeshipId }) => ({
    agreement: stateOf(agreementView, apprenticeshipId),
  }),
  RecordPostRotation: ({ postId }) => ({ post: seenIn(`post-${postId}`, postSight) }),
  CompleteTraining: ({ apprenticeshipId }, { programme }) => ({
    // Hours taken back in the same moment must not count.
    hours: stateOf(hoursView, apprenticeshipId, { held: true }),
    ...(programme === 'tech-trainee' && {
      career: seenIn(`career-${apprenticeshipId}`, careerSight),
    }),
  }),
};

/** The facts a command asks for. */
export const factsOf = ({ type, data }: ApprenticeshipCommand, path: Apprenticeship): Asked => {
  const ask = asking[type] as ((data: object, path: Apprenticeship) => Asked) | undefined;
  return ask?.(data, path) ?? {};
};
