import { addDays, addMonths } from '#kernel';
import type { Ground } from '../ground.js';
import { pathAt } from '../path.js';
import { contractOf } from '../path-steps.js';
import { inDays, refuses, type Arrange, type Refused } from './refusal.js';

/** The contract of a tech trainee who was just proposed, changed in one thing. */
const signing =
  (change: (ground: Ground) => object): Arrange =>
  async (ground) => {
    const path = await pathAt(ground, 'proposed', { programme: 'TECH_TRAINEE' });
    const contract = { ...contractOf(ground, path, inDays(ground, 0)), ...change(ground) };
    return () => ground.cast.enterprise.voice.send('signLaborContract', contract);
  };

/** Employment: §3a 20–23, §3b 2 and 8. */
export const employmentRefusals: readonly Refused[] = [
  refuses(
    ['E_CONTRACT_TERM', '2.2.2', 'a contract of less than a year'],
    signing((ground) => ({ until: addDays(addMonths(inDays(ground, 0), 12), -2) })),
    { months: 11, contractMinMonths: 12 },
  ),
  refuses(
    ['E_HIRE_AGE', '2.2.2', 'someone hired more than two years ago'],
    signing((ground) => ({ hiredOn: addDays(addMonths(inDays(ground, 0), -24), -1) })),
    { graduateHireWithinYears: 2 },
  ),
  refuses(['E_INSURANCE', '2.2.2', 'insurance paid by another organisation'], async (ground) => {
    const { cast } = ground;
    const path = await pathAt(ground, 'eligible', { programme: 'TECH_TRAINEE' });
    const insured = {
      apprenticeshipId: path.id,
      since: inDays(ground, 0),
      insuredBy: cast.rival.id,
    };
    return () => cast.bureau.send('confirmSocialInsurance', insured);
  }),
  refuses(
    ['E_STILL_STUDENT', '2.1.3', 'a labour contract with a student'],
    async (ground) => {
      const path = await pathAt(ground, 'completed');
      const contract = contractOf(ground, path, inDays(ground, 0));
      return () => ground.cast.enterprise.voice.send('signLaborContract', contract);
    },
    { graduatedOn: null },
  ),
  refuses(
    ['E_TERM_OPEN', '2.3.2', 'confirmation in post before the term is over'],
    async (ground) => {
      const path = await pathAt(ground, 'training', { programme: 'TECH_TRAINEE' });
      const confirmed = { apprenticeshipId: path.id };
      return () => ground.cast.enterprise.voice.send('confirmProbation', confirmed);
    },
  ),
  refuses(
    ['E_TERM_OPEN', '2.3.2', 'confirmation in post after a shortening of which nobody took note'],
    async (ground) => {
      const path = await pathAt(ground, 'training', { programme: 'TECH_TRAINEE' });
      const until = inDays(ground, -1);
      const { voice } = ground.cast.enterprise;
      const shorter = { apprenticeshipId: path.id, until, reason: 'SHORTENING' };
      await voice.does('changeTerm', shorter);
      return () => voice.send('confirmProbation', { apprenticeshipId: path.id });
    },
  ),
  refuses(
    ['E_STATE', 'platform', 'confirmation in post of someone whose training is not completed'],
    async (ground) => {
      const span = { from: inDays(ground, -4), until: inDays(ground, -1) };
      const path = await pathAt(ground, 'training', { programme: 'TECH_TRAINEE', ...span });
      const confirmed = { apprenticeshipId: path.id };
      return () => ground.cast.enterprise.voice.send('confirmProbation', confirmed);
    },
    { missing: ['training-completed'] },
  ),
  refuses(['E_TERM_OPEN', '2.3.2', 'a grading before the term is over'], async (ground) => {
    const path = await pathAt(ground, 'training', { programme: 'TECH_TRAINEE' });
    const graded = { apprenticeshipId: path.id, level: 'JUNIOR', basis: 'CONVERSION' };
    return () => ground.cast.enterprise.voice.send('gradeLevel', graded);
  }),
  refuses(
    ['E_LEVEL_BASIS', '2.3.2', 'a promotion that neither certificate nor grading supports'],
    async (ground) => {
      const path = await pathAt(ground, 'completed', { programme: 'TECH_TRAINEE' });
      const { voice } = ground.cast.enterprise;
      const graded = { apprenticeshipId: path.id, level: 'JUNIOR', basis: 'CONVERSION' };
      await voice.does('gradeLevel', graded);
      const promoted = { apprenticeshipId: path.id, level: 'TECHNICIAN' };
      return () => voice.send('promote', { ...promoted, basis: 'LEVEL_CERTIFICATE' });
    },
    { level: 'TECHNICIAN', basis: 'level-certificate', certified: false },
  ),
];
