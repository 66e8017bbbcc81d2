import { describe, expect, it } from '@jest/globals';
import type { AnsweredReason, Dispatcher, Outcome } from '#event-store';
import { idOf, type Message } from '#kernel';
import { nextSteps } from './next-steps.js';
import { trials } from './step-trials.js';
import type { Trainee } from './trainee.types.js';

const paper = (kind: string, standing: string) => ({
  ...{ certificateId: idOf(kind), kind, number: '1', level: undefined, standing },
});
const trainee: Trainee = {
  ...{ id: idOf('person'), apprenticeshipId: idOf('path'), erased: false },
  ...{ programme: 'student-apprentice', state: 'ASSESSED', enterprise: idOf('enterprise') },
  ...{ college: idOf('college'), postId: idOf('post'), earlierPaths: [], milestones: [] },
  certificates: [paper('training', 'issued'), paper('level', 'numbered')],
  employment: {},
};
const now = () => new Date('2026-03-02T02:00:00Z');
const reason = (code: string, detail: AnsweredReason['detail'] = {}): AnsweredReason => ({
  ...{ code, detail, clause: 'platform', zh: '', en: '' },
});

/** What comes of the dry runs when one command is answered so and all others are out of season. */
const stepsWhen = async (type: string, ...reasons: readonly AnsweredReason[]) => {
  const answer = (command: unknown): Outcome => {
    const [first, ...rest] = (command as Message).type === type ? reasons : [reason('E_STATE')];
    return first
      ? { outcome: 'rejected', commandId: idOf('dry run'), reasons: [first, ...rest] }
      : { outcome: 'accepted', commandId: idOf('dry run'), events: [{ type, data: {} }] };
  };
  const dispatcher = {
    dispatch: (_category: string, command: unknown) => Promise.resolve(answer(command)),
  } as unknown as Dispatcher;
  const steps = await nextSteps({ dispatcher, now }, trainee);
  return steps.map(({ command, possible, blockedBy }) => [
    command,
    possible,
    ...blockedBy.map(({ code }) => code),
  ]);
};

describe('what could come next', () => {
  it('tries every step with input that its schema takes', () => {
    const sent = trials.map(({ decider, command, data }) => {
      const { success, error } = decider.commands.safeParse({
        ...{ type: command, data: data(trainee, '2026-03-02') },
      });
      return success ? [] : [command, error.issues];
    });
    expect(sent.filter((failed) => failed.length > 0)).toEqual([]);
  });
  it('shows a step that waits for something which the state names as missing', async () => {
    const missing = reason('E_STATE', { phase: 'training', missing: ['college-endorsement'] });
    expect(await stepsWhen('CompleteTraining', missing)).toEqual([
      ['CompleteTraining', false, 'E_STATE'],
    ]);
  });
  it('leaves out a step that the state rules out', async () => {
    expect(await stepsWhen('CompleteTraining', reason('E_STATE', { phase: 'filed' }))).toEqual([]);
    expect(await stepsWhen('CompleteTraining', reason('E_UNKNOWN'))).toEqual([]);
  });
  it('does not hold its own stand-ins against a step', async () => {
    expect(await stepsWhen('EnrolInClass', reason('E_CLASS'))).toEqual([['EnrolInClass', true]]);
    const incomplete = reason('E_AGREEMENT_INCOMPLETE', { missing: ['plan'] });
    expect(await stepsWhen('DraftAgreement', incomplete)).toEqual([['DraftAgreement', true]]);
    expect(await stepsWhen('DraftAgreement', incomplete, reason('E_STATE'))).toEqual([]);
  });
  it('shows a step that is possible', async () => {
    expect(await stepsWhen('FileApprenticeship')).toEqual([['FileApprenticeship', true]]);
  });
});
