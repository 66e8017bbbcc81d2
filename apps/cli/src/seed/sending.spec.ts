import { describe, expect, it } from '@jest/globals';
import type { Dispatcher, Outcome } from '#event-store';
import { operator } from './actors.js';
import { SeedFailure } from './seed-failure.js';
import { Sender } from './sending.js';
import { attempt } from './step.js';

const step = attempt('E_REASON', 'trainee:1', operator, [
  'apprenticeship',
  { type: 'TerminateApprenticeship', data: {} },
]);
const answering = (outcome: object): Dispatcher => {
  const answer = () => Promise.resolve({ commandId: 'one', ...outcome } as Outcome);
  return { dispatch: answer } as unknown as Dispatcher;
};
const sender = (outcome: object, resumed: boolean) =>
  new Sender(answering(outcome), [], (name) => name, resumed);
const nothingNew = { outcome: 'accepted', events: [] };
const otherwise = { outcome: 'rejected', reasons: [{ code: 'E_STATE' }] };
const written = { outcome: 'accepted', events: [{ type: 'ApprenticeshipTerminated' }] };

describe('a step that should be refused', () => {
  it('ends the seeding when it is not, or for another reason', async () => {
    for (const outcome of [nothingNew, otherwise, written])
      await expect(sender(outcome, false).send(step)).rejects.toThrow(SeedFailure);
  });
  it('may meet what came after it when a seeding is carried on, as long as it writes nothing', async () => {
    for (const outcome of [nothingNew, otherwise]) {
      const carriedOn = sender(outcome, true);
      await carriedOn.send(step);
      expect(carriedOn.tally).toMatchObject({ events: 0, refusals: {} });
    }
    await expect(sender(written, true).send(step)).rejects.toThrow(SeedFailure);
  });
});
