import { reaction, seenIn, stateOf, type Consequence, type Recorded } from '#kernel';
import { lookUp } from '../buckets.js';
import type { LevelsHeldEvent } from '../events.js';
import { levelNumbers, type LevelNumbers } from '../level-numbers.js';
import { numbering, paper, type Paper } from './completing.js';

type Held = Extract<LevelsHeldEvent, { type: 'LevelHeld' }>;

/**
 * A level is held just before its number is allotted, and dangles alike where a store cannot span streams. It is completed as a
 * dangling number is, with one exception: who insisted on a number and lost it to a rival was told so, and must not be certified
 * behind that answer. A number once allotted is never free again, so that command can never succeed, however slow its process
 * is, and letting go of the level takes nothing from it.
 */
export const whenLevelHeldThenCompleteOrLetGo = reaction<
  Held,
  { readonly paper: Paper; readonly numbers: LevelNumbers }
>({
  name: 'when-level-held-then-complete-or-let-go',
  on: ['LevelHeld'],
  after: 250,
  facts: ({ data }) => ({
    paper: seenIn(`certificate-${data.certificateId}`, paper),
    numbers: stateOf(levelNumbers, data.series ?? 'none'),
  }),
  react: (event, { paper: { exists }, numbers }) => {
    if (exists) return [];
    return isLost(event, numbers) ? letGo(event) : completion(event);
  },
});

const completion = ({ data }: Recorded<Held>): readonly Consequence[] =>
  numbering({ ...data, candidate: data.person });

const isLost = (
  { data: { sequence, certificateId } }: Recorded<Held>,
  { next, byCertificate }: LevelNumbers,
): boolean =>
  sequence !== undefined && sequence < next && lookUp(byCertificate, certificateId) !== sequence;

const letGo = ({ data: { person, certificateId } }: Recorded<Held>): readonly Consequence[] => [
  { category: 'levels-held', command: { type: 'LetGoLevel', data: { person, certificateId } } },
];
