import type { PersonActor } from '#kernel';
import type { ClassPlan, Layout, Organization } from './layout.js';

const ofOrganization = (
  role: PersonActor['role'],
  { id }: Organization,
  desk: string,
): PersonActor => ({ user: `${desk}-${id.slice(0, 8)}`, role, organization: id });

/** The office of an enterprise: agreements, filings, papers. */
export const office = (enterprise: Organization) =>
  ofOrganization('enterprise', enterprise, 'office');
/** The workshop of an enterprise: another pair of eyes than the office's. */
export const workshop = (enterprise: Organization) =>
  ofOrganization('enterprise', enterprise, 'workshop');
export const chainOffice = (owner: Organization) => ofOrganization('chain-owner', owner, 'chain');
export const faculty = (college: Organization) => ofOrganization('college', college, 'faculty');
export const baseOffice = (base: Organization) => ofOrganization('base', base, 'base');
export const bodyOffice = (body: Organization) =>
  ofOrganization('assessment-body', body, 'assessment');
export const operator: PersonActor = { user: 'operator', role: 'operator' };

export const bureauOf = ({ bureaus }: Layout, region: string): PersonActor => {
  const city = region.slice(0, 4);
  const bureau = bureaus.find((one) => one.region.startsWith(city));
  if (!bureau) throw new RangeError(`no bureau for ${city}`);
  return { ...ofOrganization('city-bureau', bureau, 'bureau'), region: city };
};
export const provinceOffice = ({ province }: Layout): PersonActor => ({
  ...ofOrganization('province', province, 'province'),
  region: '44',
});
export const traineeActor = (person: string): PersonActor => ({
  user: `trainee-${person.slice(0, 8)}`,
  role: 'trainee',
  person,
});
export const assessorActor = (person: string): PersonActor => ({
  user: `assessor-${person.slice(0, 8)}`,
  role: 'assessor',
  person,
});

/** Who logs and who confirms the hours of a class, at the enterprise's and at the college's sessions. */
export const pairOfEyes = ({ enterprise, college }: ClassPlan) =>
  college
    ? { teaching: faculty(college), working: office(enterprise) }
    : { teaching: workshop(enterprise), working: office(enterprise) };
