import { hash, randomUUID } from 'node:crypto';
import { idNumberWithCheck, usccWithCheck, type PersonActor } from '#kernel';
import { bundledPacks } from '#policy';
import { operator, packInput, province } from '../support/actors.js';
import type { Voice } from '../support/voice.js';
import type { Standing } from './standing.js';

/** What nobody may find anywhere, of one trainee: before and after the correction of the identity, and what was said. */
export interface Secrets {
  readonly name: string;
  readonly newName: string;
  readonly idNumber: string;
  readonly phone: string;
  readonly newPhone: string;
  readonly prose: string;
}

const syllables = Array.from('澜铂昊芷瑶琪斌莹燊蓉颖曦婉锋翊骁霏黎璟珩');

/** Names of four rare characters and telephone numbers that begin with 000: nobody's, and nothing that a file holds by chance. */
export const secretsOf = (index: number): Secrets => {
  const [high, low] = [Math.floor(index / 10), index % 10];
  const name = `欧阳${syllables[high]!}${syllables[low + 10]!}`;
  const born = `2004${String(1 + (index % 12)).padStart(2, '0')}${String(10 + high).padStart(2, '0')}`;
  const phone = `0007${String(3_141_592 + index * 6_173)}`;
  return {
    ...{ name, phone, newPhone: `0008${phone.slice(4)}`, newName: `司徒${name.slice(2)}` },
    idNumber: idNumberWithCheck(`44018${String(low)}${born}000`) ?? '',
    prose: `${name}因家中老人住院需要照料，第${String(index)}次申请退出`,
  };
};

export interface Ground {
  readonly standing: Standing;
  readonly college: Voice;
  /** Another user of the college. */
  readonly second: Voice;
  readonly enterprise: Voice;
  readonly ids: { readonly college: string; readonly enterprise: string; readonly post: string };
}

const region = '440100';

export const prepareGround = async (standing: Standing): Promise<Ground> => {
  for (const pack of bundledPacks)
    await standing.as(operator).does('publishRulePack', packInput(pack));
  const register = async (kind: 'ENTERPRISE' | 'COLLEGE', number: number) => {
    const id = randomUUID();
    const uscc = usccWithCheck(`91${region}MA0000${String(number)}00`) ?? '';
    const entry = { kind, name: '某测试单位', uscc, region, chainOwner: false };
    await standing.as(province).does('registerOrganization', { organizationId: id, ...entry });
    const role = kind === 'COLLEGE' ? 'college' : 'enterprise';
    const actor: PersonActor = { user: role, role, organization: id };
    return { id, voice: standing.as(actor) };
  };
  const college = await register('COLLEGE', 1);
  const enterprise = await register('ENTERPRISE', 2);
  const post = randomUUID();
  const offer = { title: '装调工', kind: 'TECHNICAL_SKILL', occupation: '6-31-01-03', places: 60 };
  await enterprise.voice.does('publishPost', { postId: post, enterprise: enterprise.id, ...offer });
  const ids = { college: college.id, enterprise: enterprise.id, post };
  const second = standing.as({ user: 'second', role: 'college', organization: college.id });
  return { standing, second, college: college.voice, enterprise: enterprise.voice, ids };
};

/** One trainee's short way through: registered, proposed, withdrawn with a reason in prose, identity corrected; and all the mistakes. */
export const actAsTrainee = async (
  { standing, college, second, enterprise, ids }: Ground,
  secrets: Secrets,
): Promise<void> => {
  const { name, newName, idNumber, phone, newPhone, prose } = secrets;
  const [personId, apprenticeshipId] = [randomUUID(), randomUUID()];
  const identity = { name, idKind: 'RESIDENT_ID', idNumber, phone };
  await college.does('registerPerson', { personId, identity });
  const path = { apprenticeshipId, person: personId, programme: 'STUDENT_APPRENTICE' };
  const where = { enterprise: ids.enterprise, college: ids.college, postId: ids.post };
  await enterprise.does('proposeApprenticeship', { ...path, ...where });
  const actor: PersonActor = { user: `trainee ${personId}`, role: 'trainee', person: personId };
  const trainee = standing.as(actor);
  await trainee.does('stateEmploymentIntent', { apprenticeshipId });
  const exit = { on: '2026-11-02', reason: 'OTHER', note: prose };
  const evidence = [{ kind: 'leave-letter', digest: hash('sha256', prose) }];
  await trainee.does('withdrawApprenticeship', { apprenticeshipId, ...exit }, { evidence });
  const renewed = { ...identity, name: newName, phone: newPhone };
  const reason = 'NAME_CHANGED';
  const document = [{ kind: 'id-card', digest: hash('sha256', newName) }];
  const correction = { personId, identity: renewed, reason };
  const asked = await college.does('correctIdentity', correction, { evidence: document });
  const version = asked.events[0]?.data['version'];
  await second.does('confirmIdentityCorrection', { personId, version, identity: renewed });
  await mistakes(standing.url, college, trainee, secrets);
};

/** What people do wrong with the same words in hand: none of it may be kept, not even as an error. */
const mistakes = async (
  url: string,
  college: Voice,
  trainee: Voice,
  { name, idNumber, phone, prose }: Secrets,
): Promise<void> => {
  const identity = { name, idKind: 'RESIDENT_ID', idNumber, phone };
  const known = await college.send('registerPerson', { personId: randomUUID(), identity });
  if (known.__typename !== 'Rejected') throw new Error('one number, two people');
  const mistyped = { ...identity, idNumber: `${idNumber.slice(0, 16)}00` };
  await college.send('registerPerson', { personId: randomUUID(), identity: mistyped });
  await college.try(`mutation { registerPerson(input: { personId: "${name}", ${prose}`);
  await college.try(`{ trainee(id: "${idNumber}") { id } }`);
  await college.try(`{ trainees(first: 5, name: "${name}") { edges { node { id } } } }`);
  await college.try(`{ trainees(first: 5, idNumber: "${idNumber}") { edges { node { id } } } }`);
  await college.try(
    'query ($after: String) { trainees(first: 5, after: $after) { edges { cursor } } }',
    {
      after: phone,
    },
  );
  await trainee.try(`{ events(first: 2, after: "${prose}") { edges { cursor } } }`);
  await trainee.post(`{"query": "${prose}"`);
  await proseOfTrainees(trainee, { name, prose });
  const sent = { personId: name, identity, phone, note: prose };
  await college.try(
    'mutation ($input: RegisterPersonInput!, $id: ID) { registerPerson(input: $input, commandId: $id) { __typename } }',
    { input: sent, id: idNumber },
  );
  await fetch(`${url}?query=${encodeURIComponent(prose)}`, {
    headers: { 'user-agent': idNumber, 'x-request-id': phone },
  });
};

/** Prose in acts that are refused, and names and prose where evidence has room for words of a list and digests alone. */
const proseOfTrainees = async (
  trainee: Voice,
  { name, prose }: Pick<Secrets, 'name' | 'prose'>,
): Promise<void> => {
  const [apprenticeshipId, entry] = [randomUUID(), randomUUID()];
  const dispute = { apprenticeshipId, entry, reason: 'WRONG_TIME', note: prose };
  const objection = {
    batchId: randomUUID(),
    objection: entry,
    candidate: randomUUID(),
    note: prose,
  };
  const answers = [
    await trainee.send('disputeHours', dispute),
    await trainee.send('lodgeObjection', objection),
    await trainee.send('disputeHours', dispute, { evidence: [{ kind: name, digest: prose }] }),
  ];
  const taken = answers.filter(({ __typename }) => __typename !== 'Rejected');
  if (taken.length > 0) throw new Error('what is about nothing was accepted');
};
