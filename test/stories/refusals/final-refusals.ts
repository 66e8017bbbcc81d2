import { randomUUID } from 'node:crypto';
import type { Ground } from '../ground.js';
import { pathAt } from '../path.js';
import { inDays, refuses, type Refused } from './refusal.js';

/** All parts passed today. */
const scoresOf = (ground: Ground) => ({
  on: inDays(ground, 0),
  theory: 80,
  practice: 80,
  conduct: 80,
});

/** A path whose final assessment was failed as often as the rules allow. */
const failedTwice = async (ground: Ground) => {
  const { id } = await pathAt(ground, 'completed');
  const { voice } = ground.cast.enterprise;
  const { id: assessor } = await ground.cast.person('1974-01-01');
  const failed = { ...scoresOf(ground), practice: 59 };
  const attempt = (theory: number) => ({
    ...{ apprenticeshipId: id, ...failed, theory },
    assessors: [assessor],
  });
  await voice.does('recordFinalAssessment', attempt(70));
  await voice.does('recordFinalAssessment', attempt(71));
  return { id, attempt, voice };
};

/** The final assessment of a programme: §3a 17. */
export const finalRefusals: readonly Refused[] = [
  refuses(
    ['E_CONFLICT_MENTOR', '2.1.6', 'the own mentor as sole assessor'],
    async (ground) => {
      const { id, mentor } = await pathAt(ground, 'completed');
      const attempt = { apprenticeshipId: id, ...scoresOf(ground), assessors: [mentor.id] };
      return () => ground.cast.enterprise.voice.send('recordFinalAssessment', attempt);
    },
    { independent: 0 },
  ),
  refuses(
    ['E_ATTEMPTS', '2.1.6', 'a third attempt at the final assessment'],
    async (ground) => {
      const { attempt, voice } = await failedTwice(ground);
      return () => voice.send('recordFinalAssessment', attempt(72));
    },
    { attempts: 2, finalAttemptsMax: 2 },
  ),
  refuses(
    [
      'E_ATTEMPTS',
      '2.1.6',
      'a third attempt after a second that the enterprise took back unproven',
    ],
    async (ground) => {
      const { attempt, voice, id } = await failedTwice(ground);
      const wrong = { apprenticeshipId: id, attempt: 2, reason: 'TYPING_ERROR' };
      await voice.does('reverseFinalAssessment', wrong);
      return () => voice.send('recordFinalAssessment', { ...attempt(72), practice: 80 });
    },
    { attempts: 2, finalAttemptsMax: 2 },
  ),
  refuses(['E_STATE', 'platform', 'a final assessment before completion'], async (ground) => {
    const { id } = await pathAt(ground, 'training');
    const { id: assessor } = await ground.cast.person('1974-01-01');
    const attempt = { apprenticeshipId: id, ...scoresOf(ground), assessors: [assessor] };
    return () => ground.cast.enterprise.voice.send('recordFinalAssessment', attempt);
  }),
  refuses(['E_UNKNOWN', 'platform', 'an assessor whom nobody registered'], async (ground) => {
    const { id } = await pathAt(ground, 'completed');
    const attempt = { apprenticeshipId: id, ...scoresOf(ground), assessors: [randomUUID()] };
    return () => ground.cast.enterprise.voice.send('recordFinalAssessment', attempt);
  }),
];
