import { randomUUID } from 'node:crypto';
import { dayOf, idNumberWithCheck, usccWithCheck, type PersonActor } from '#kernel';
import { bundledPacks } from '#policy';
import { operator, packInput, province } from '../../support/actors.js';
import type { Voice } from '../../support/voice.js';
import type { Standing } from '../standing.js';
import type { Sent } from './writers.js';

/** Whom the commands are sent to. */
export type Listener = Pick<Standing, 'as'>;

const region = '440100';
const today = dayOf(new Date().toISOString());
const enterprises = 5;

/** Rule packs, organisations, a post of each enterprise and the trainers, by the commands of everyone; then an endless supply of commands. */
export const prepareWorkload = async (standing: Listener): Promise<(writer: number) => Sent> => {
  for (const pack of bundledPacks)
    await standing.as(operator).does('publishRulePack', packInput(pack));
  const register = (kind: 'ENTERPRISE' | 'COLLEGE', number: number) =>
    registered(standing, kind, number);
  const college = await register('COLLEGE', 100);
  const employers = await Promise.all(
    Array.from({ length: enterprises }, async (_, number) => {
      const employer = await register('ENTERPRISE', number);
      const postId = randomUUID();
      await employer.voice.does('publishPost', postOf(postId, employer.id));
      return { ...employer, postId };
    }),
  );
  const trainers = Array.from({ length: 40 }, () => randomUUID());
  for (const [place, personId] of trainers.entries())
    await college.voice.does('registerPerson', { personId, identity: identity(place) });
  return supply(college, employers, trainers);
};

interface Member {
  readonly id: string;
  readonly voice: Voice;
}
type Employer = Member & { readonly postId: string };

const registered = async (
  standing: Listener,
  kind: 'ENTERPRISE' | 'COLLEGE',
  number: number,
): Promise<Member> => {
  const id = randomUUID();
  const uscc = usccWithCheck(`91${region}MA00${String(number).padStart(5, '0')}`) ?? '';
  const name = `并发写入测试单位${String(number)}`;
  const entry = { organizationId: id, kind, name, uscc, region, chainOwner: false };
  await standing.as(province).does('registerOrganization', entry);
  const role = kind === 'ENTERPRISE' ? 'enterprise' : 'college';
  const actor: PersonActor = { user: `${role} ${String(number)}`, role, organization: id };
  return { id, voice: standing.as(actor) };
};

const postOf = (postId: string, enterprise: string) => ({
  ...{ postId, enterprise, title: '装调工', kind: 'TECHNICAL_SKILL' },
  ...{ occupation: '6-31-01-03', places: 9 },
});

/**
 * Commands that never meet (posts, new people), commands of two rivals for the same person, and many for the hours of the same
 * few trainers on one day.
 */
const supply = (
  college: Member,
  employers: readonly Employer[],
  trainers: readonly string[],
): ((writer: number) => Sent) => {
  // On from the numbers that the trainers have.
  let number = trainers.length;
  const free: string[] = [];
  const sent = (voice: Voice, name: string, input: object): Sent => ({
    ...{ voice, name, input },
    commandId: randomUUID(),
  });
  return (writer) => {
    number += 1;
    const employer = employers[writer % employers.length]!;
    // Long enough ago for the registration to be recorded, mostly.
    const person = free.length > 60 ? free.shift() : undefined;
    switch (number % 4) {
      case 0:
        return sent(employer.voice, 'publishPost', postOf(randomUUID(), employer.id));
      case 1:
        if (person !== undefined)
          return sent(employer.voice, 'proposeApprenticeship', proposal(person, employer, college));
        break;
      case 2:
        return sent(
          college.voice,
          'scheduleSession',
          sessionOf(trainers[number % trainers.length]!, college.id, number),
        );
    }
    const personId = randomUUID();
    // Twice: two enterprises will want the person.
    free.push(personId, personId);
    return sent(college.voice, 'registerPerson', { personId, identity: identity(number) });
  };
};

const proposal = (person: string, { id, postId }: Employer, college: Member) => ({
  ...{ apprenticeshipId: randomUUID(), person, programme: 'STUDENT_APPRENTICE' },
  ...{ enterprise: id, college: college.id, postId },
});

const sessionOf = (trainer: string, organizer: string, number: number) => {
  const hour = String(8 + (number % 12)).padStart(2, '0');
  const when = { on: today, from: `${hour}:00`, to: `${hour}:45` };
  const what = { venue: 'COLLEGE', activity: 'THEORY' };
  return { sessionId: randomUUID(), organizer, trainer, ...when, ...what };
};

/** Sequence 000 is never issued; every number gives another day or county. */
const identity = (number: number) => {
  const day = String(1 + (number % 28)).padStart(2, '0');
  const month = String(1 + (Math.floor(number / 28) % 12)).padStart(2, '0');
  const year = 1970 + (Math.floor(number / 336) % 35);
  const county = 440_103 + Math.floor(number / 11_760);
  const idNumber = idNumberWithCheck(`${String(county)}${String(year)}${month}${day}000`) ?? '';
  return { name: '写入者', idKind: 'RESIDENT_ID', idNumber };
};
