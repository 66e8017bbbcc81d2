import { describe, expect, it } from '@jest/globals';
import { idOf, metaOf, type Message, type StreamFact } from '#kernel';
import {
  apprenticeshipId,
  approved,
  batchId,
  body,
  enterprise,
  filing,
  li,
} from '../spec/world.js';
import { batchOf, filingOf, finalOf, organizationOf, pathOf } from './sights.js';

const seen = <T>({ folding }: StreamFact<T>, ...events: readonly Message[]): T =>
  events.reduce<T>(
    (sum, event, at) => folding.evolve(sum, { ...event, meta: metaOf('x', at) }),
    folding.initial,
  );
const assessed = (attempt: number, passed: boolean): Message => ({
  type: 'FinalCompetenceAssessed',
  data: { attempt, on: `2026-03-0${attempt}`, passed },
});
const wang = idOf('wang');

describe('what certificates see of others', () => {
  it('is read from their streams', () => {
    expect(
      [pathOf('1'), finalOf('2'), organizationOf('3'), filingOf('4'), batchOf('5')].map(
        ({ stream }) => stream,
      ),
    ).toEqual([
      'apprenticeship-1',
      'final-assessment-2',
      'organization-3',
      'body-filing-4',
      'assessment-batch-5',
    ]);
  });
  it('is of the final assessment what was passed and stands', () => {
    const reversed = { type: 'FinalAssessmentReversed', data: { attempt: 2 } };
    const final = finalOf(apprenticeshipId);
    expect(seen(final, assessed(1, false), assessed(2, true)).passed).toEqual([
      { attempt: 2, on: '2026-03-02' },
    ]);
    expect(seen(final, assessed(1, false), assessed(2, true), reversed).passed).toEqual([]);
  });
  it('is of a batch who passed by the results sealed last', () => {
    const { occupation, level, region } = approved;
    const sealed = (...passed: readonly string[]): Message => ({
      type: 'ResultsSealed',
      data: {
        results: [li, wang].map((candidate) => ({
          candidate,
          passed: passed.includes(candidate),
        })),
      },
    });
    const opened = {
      type: 'AssessmentBatchOpened',
      data: { batchId, body, region, occupation, level },
    };
    const applied = [
      {
        type: 'LevelAssessmentApplied',
        data: { candidate: li, apprenticeshipId, employer: enterprise },
      },
      { type: 'LevelAssessmentApplied', data: { candidate: wang } },
    ];
    const past = [opened, ...applied, sealed(wang), sealed(li)];
    const batch = seen(batchOf(batchId), ...past, {
      type: 'ResultApproved',
      data: { on: '2026-03-01' },
    });
    expect(batch).toEqual({
      ...approved,
      candidates: {
        ...approved.candidates,
        [wang]: { apprenticeshipId: undefined, employer: undefined, passed: false },
      },
    });
    expect(seen(batchOf(batchId), ...past).approvedOn).toBeUndefined();
  });
  it('is of a filing the parts of the numbers', () => {
    const filed = { type: 'BodyFiled', data: { ...filing, region: '4403' } };
    expect(seen(filingOf(body), filed)).toEqual(filing);
  });
});
