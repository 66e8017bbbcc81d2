import { randomUUID } from 'node:crypto';
import { postOf } from '../offer.js';
import { pathAt } from '../path.js';
import { draftOf, proposal } from '../path-steps.js';
import { inDays, refuses, type Arrange, type Refused } from './refusal.js';

/** A proposal for someone new, changed in one thing. */
const proposing =
  (programme: 'STUDENT_APPRENTICE' | 'TECH_TRAINEE', change: object): Arrange =>
  async (ground) => {
    const { cast, offer } = ground;
    const person = await cast.person();
    const path = { id: randomUUID(), person, programme, mentor: person, digest: '' };
    const whole = { ...path, planId: '', postId: offer.postId, from: '', until: '' };
    const input = { ...proposal(ground, whole), ...change };
    return () => cast.enterprise.voice.send('proposeApprenticeship', input);
  };

/** A draft of an eligible student's agreement, changed in one thing. */
const drafting =
  (change: object): Arrange =>
  async (ground) => {
    const path = await pathAt(ground, 'eligible');
    const input = { ...draftOf(path), ...change };
    return () => ground.cast.enterprise.voice.send('draftAgreement', input);
  };

const confirming =
  (born: string, graduates: (year: number) => string): Arrange =>
  async (ground) => {
    const { cast, world } = ground;
    const path = await pathAt(ground, 'proposed', { person: await cast.person(born) });
    const apprenticeshipId = path.id;
    await path.person.voice.does('stateEmploymentIntent', { apprenticeshipId });
    const graduatesOn = graduates(Number(world.clock.today().slice(0, 4)));
    return () => cast.college.voice.send('confirmEligibility', { apprenticeshipId, graduatesOn });
  };

/** From the proposal to the accepted filing: §3a 1–6, §3b 1–3. */
export const entryRefusals: readonly Refused[] = [
  refuses(['E_POST', '2.1.2', 'a post that is not for technical skills'], async (ground) => {
    const { cast } = ground;
    const postId = randomUUID();
    await cast.enterprise.voice.does('publishPost', postOf(cast, postId, 'OTHER'));
    return proposing('STUDENT_APPRENTICE', { postId })(ground);
  }),
  refuses(
    ['E_NOT_SELECTED', '2.2.2', 'a tech trainee whom no call selected'],
    proposing('TECH_TRAINEE', {}),
  ),
  refuses(
    ['E_UNKNOWN', 'platform', 'a trainee whom nobody registered'],
    proposing('STUDENT_APPRENTICE', { person: randomUUID() }),
  ),
  refuses(['E_DUPLICATE_ACTIVE', '2.1.2', 'a second path of the same person'], async (ground) => {
    const first = await pathAt(ground, 'proposed');
    const second = { ...proposal(ground, first), apprenticeshipId: randomUUID() };
    return () => ground.cast.enterprise.voice.send('proposeApprenticeship', second);
  }),
  refuses(
    ['E_NOT_GRADUATING_YEAR', '2.1.2', 'a student who graduates next year'],
    confirming('2003-01-01', (year) => `${String(year + 1)}-06-30`),
  ),
  refuses(
    ['E_AGE', '2.1.3', 'a student under sixteen'],
    confirming('2010-01-01', (year) => `${String(year)}-06-30`),
    { minimumAgeYears: 16 },
  ),
  refuses(
    ['E_AGREEMENT_INCOMPLETE', '2.1.3', 'an agreement that lacks what it must contain'],
    async (ground) => {
      const path = await pathAt(ground, 'eligible');
      const bare = { apprenticeshipId: path.id, digest: path.digest };
      return () => ground.cast.enterprise.voice.send('draftAgreement', bare);
    },
    { missing: ['post', 'plan', 'internship', 'term', 'level', 'mentor', 'pay', 'insurance'] },
  ),
  refuses(
    ['E_TERM_MAX', '2.1.4', 'a term of more than three years'],
    drafting({ from: '2024-04-01', until: '2027-04-01', termReason: 'TARGET_LEVEL' }),
    { termMaxMonths: 36 },
  ),
  refuses(['E_DIGEST', '2.1.3', 'a signature under another text'], async (ground) => {
    const path = await pathAt(ground, 'eligible');
    await ground.cast.enterprise.voice.does('draftAgreement', draftOf(path));
    const digest = 'f'.repeat(64);
    const signed = { apprenticeshipId: path.id, party: 'TRAINEE', digest };
    return () => path.person.voice.send('signAgreement', signed);
  }),
  refuses(
    ['E_NOT_YOUR_SIGNATURE', '2.1.3', 'a signature for another party'],
    async (ground) => {
      const path = await pathAt(ground, 'eligible');
      const { voice } = ground.cast.enterprise;
      await voice.does('draftAgreement', draftOf(path));
      const signed = { apprenticeshipId: path.id, party: 'TRAINEE', digest: path.digest };
      return () => voice.send('signAgreement', signed);
    },
    { party: 'trainee' },
  ),
  refuses(
    ['E_FILING_LATE', '2.1.4', 'a filing without its fifteen working days'],
    async (ground) => {
      const path = await pathAt(ground, 'agreed', { from: inDays(ground, 7) });
      const { voice } = ground.cast.enterprise;
      return () => voice.send('fileApprenticeship', { apprenticeshipId: path.id });
    },
    { filingLeadWorkingDays: 15 },
  ),
  refuses(
    ['E_STATE', 'platform', 'the filing of a tech trainee whom nobody insures'],
    async (ground) => {
      const path = await pathAt(ground, 'proposed', { programme: 'TECH_TRAINEE' });
      const { voice } = ground.cast.enterprise;
      return () => voice.send('fileApprenticeship', { apprenticeshipId: path.id });
    },
    { missing: ['agreement', 'labour-contract', 'social-insurance'] },
  ),
];
