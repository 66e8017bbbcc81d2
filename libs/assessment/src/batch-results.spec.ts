import { describe, expect, it } from '@jest/globals';
import { given, idOf } from '#kernel';
import {
  ann,
  ask,
  assessed,
  batchId,
  bob,
  byAll,
  cai,
  closed,
  li,
  march,
  noticed,
  occupation,
  opened,
  path,
  reported,
  sealed,
  signed,
  tell,
  theory,
  wang,
} from '../spec/world.js';
import { assessmentBatch } from './batch.js';
import type { BatchEvent } from './events.js';

const batch = (...past: readonly BatchEvent[]) => given(assessmentBatch, ...past);
const objection = idOf('objection');
const lodge = ask('LodgeObjection', { objection, candidate: li, note: '理论卷漏评一页' });
const lodged = tell('ObjectionLodged', { objection, candidate: li, noteRef: idOf('note') });
const resolve = (upheld: boolean) => ask('ResolveObjection', { objection, upheld });
const resolved = (upheld: boolean) => tell('ObjectionResolved', { objection, upheld });
const returned = (reason: 'incomplete' | 'inconsistent') =>
  tell('ResultReturned', { reason, fixBy: '2026-03-17', late: false });

describe('the public notice', () => {
  const open = ask('OpenResultNotice', {});
  const close = ask('CloseResultNotice', {});
  it('runs for the working days the rules ask', () => {
    batch(...assessed)
      .when(open)
      .then(noticed);
  });
  it('is opened once, and only over sealed results', () => {
    batch(...assessed, noticed)
      .when(open)
      .thenNothing();
    batch(opened()).when(open).thenRejected('E_STATE');
  });
  it('is closed on its last day, once', () => {
    batch(...assessed, noticed)
      .with(march(9))
      .when(close)
      .then(closed);
    batch(...assessed, noticed, closed)
      .with(march(9))
      .when(close)
      .thenNothing();
  });
  it('is not closed a day early', () => {
    batch(...assessed, noticed)
      .with(march(8))
      .when(close)
      .thenRejected({
        code: 'E_STATE',
        detail: { phase: 'notice', until: '2026-03-09', occurredOn: '2026-03-08' },
      });
    batch(...assessed)
      .when(close)
      .thenRejected('E_STATE');
  });
  it('is not closed over an open objection', () => {
    batch(...assessed, noticed, lodged)
      .with(march(9))
      .when(close)
      .thenRejected({ code: 'E_OBJECTION', detail: { open: [objection] } });
    batch(...assessed, noticed, lodged)
      .with(march(5))
      .when(close)
      .thenRejected('E_STATE', 'E_OBJECTION');
    batch(...assessed, noticed, lodged, resolved(false))
      .with(march(9))
      .when(close)
      .then(closed);
  });
});

describe('an objection', () => {
  it('is lodged while the notice runs, its words kept in the vault', () => {
    batch(...assessed, noticed)
      .with(march(9))
      .when(lodge)
      .then(lodged);
    const { state } = batch(...assessed, noticed).when(lodge).outcome;
    expect(assessmentBatch.personal?.(lodge, state, {}, idOf)).toEqual({
      person: li,
      notes: [{ ref: idOf('note'), text: '理论卷漏评一页' }],
    });
  });
  it('may come without words', () => {
    const plain = ask('LodgeObjection', { objection, candidate: li });
    batch(...assessed, noticed)
      .when(plain)
      .then(tell('ObjectionLodged', { objection, candidate: li }));
    expect(assessmentBatch.personal?.(plain, assessmentBatch.initial, {}, idOf)).toBeUndefined();
  });
  it('is refused after the last day, without a notice, and from one who is no candidate', () => {
    batch(...assessed, noticed)
      .with(march(10))
      .when(lodge)
      .thenRejected('E_STATE');
    batch(...assessed)
      .when(lodge)
      .thenRejected('E_STATE');
    batch(...assessed, noticed)
      .when(ask('LodgeObjection', { objection, candidate: wang }))
      .thenRejected('E_STATE');
  });
  it('says nothing the second time', () => {
    batch(...assessed, noticed, lodged)
      .when(lodge)
      .thenNothing();
  });
  it('is answered once', () => {
    batch(...assessed, noticed, lodged)
      .when(resolve(false))
      .then(resolved(false));
    batch(...assessed, noticed, lodged, resolved(false))
      .when(resolve(false))
      .thenNothing();
    batch(...assessed, noticed, lodged, resolved(false))
      .when(resolve(true))
      .thenRejected('E_STATE');
    batch(...assessed, noticed)
      .when(resolve(true))
      .thenRejected('E_STATE');
  });
  it('unseals the results when upheld: scores are given and signed again, and a new notice runs', () => {
    const unsealed = [...assessed, noticed, lodged, resolved(true)] as const;
    batch(...unsealed)
      .when(ask('ScoreTheory', { candidate: li, assessor: ann, score: 90 }))
      .then(theory(90));
    batch(...unsealed)
      .with(march(9))
      .when(ask('CloseResultNotice', {}))
      .thenRejected('E_STATE');
    const again = [...unsealed, ...byAll(theory, 50), signed(ann), signed(bob)] as const;
    batch(...again)
      .when(ask('SignPanel', { assessor: cai }))
      .then(
        signed(cai),
        tell('ResultsSealed', {
          results: [{ candidate: li, theory: 50, practice: 80, review: null, passed: false }],
        }),
      );
    batch(...again, signed(cai), sealed())
      .when(ask('OpenResultNotice', {}))
      .then(noticed);
  });
});

describe('reporting', () => {
  const report = ask('ReportResults', {});
  const done = [...assessed, noticed, closed] as const;
  const employer = [opened({ bodyKind: 'Y' }), ...done.slice(1)];
  it.each([
    ['social', done, 9, false],
    ['social', done, 10, true],
    ['employer', employer, 16, false],
    ['employer', employer, 17, true],
  ] as const)('by a %s body is late or not by working days %#', (_kind, past, day, late) => {
    batch(...past)
      .with(march(day))
      .when(report)
      .then(tell('ResultReported', { on: `2026-03-${String(day).padStart(2, '0')}`, late }));
  });
  it('waits for the end of the notice', () => {
    batch(...assessed, noticed)
      .when(report)
      .thenRejected({ code: 'E_STATE', detail: { phase: 'notice' } });
  });
  it('says nothing the second time', () => {
    batch(...done, reported())
      .with(march(10))
      .when(report)
      .thenNothing();
  });
  it('is due by the day that was set when the results came back', () => {
    const back = [...done, reported(), returned('incomplete')] as const;
    batch(...back)
      .with(march(17))
      .when(report)
      .then(tell('ResultReported', { on: '2026-03-17', late: false }));
    batch(...back)
      .with(march(18))
      .when(report)
      .then(tell('ResultReported', { on: '2026-03-18', late: true }));
  });
});

describe('the bureau', () => {
  const approve = ask('ApproveResults', {});
  const back = (reason: 'incomplete' | 'inconsistent') => ask('ReturnResults', { reason });
  const done = [...assessed, noticed, closed, reported()] as const;
  const outcome = {
    ...{ batchId, candidate: li, apprenticeshipId: path, occupation, level: 'SENIOR' as const },
    ...{ theory: 80, practice: 80, review: null },
  };
  it('approves, and each candidate has the own outcome', () => {
    batch(...done)
      .with(march(10))
      .when(approve)
      .then(tell('ResultApproved', { on: '2026-03-10', late: false }), {
        type: 'LevelAssessmentPassed',
        data: outcome,
      });
    const fallen = [...assessed.slice(0, -1), sealed(false, 50), noticed, closed, reported()];
    batch(...fallen)
      .with(march(10))
      .when(approve)
      .then(tell('ResultApproved', { on: '2026-03-10', late: false }), {
        type: 'LevelAssessmentFailed',
        data: { ...outcome, theory: 50, practice: 50 },
      });
  });
  it('approves once, and only what was reported', () => {
    batch(...done, tell('ResultApproved', { on: '2026-03-10' }))
      .when(approve)
      .thenNothing();
    batch(...assessed)
      .when(approve)
      .thenRejected('E_STATE');
  });
  it('is flagged when its answer takes more working days than the rules give it', () => {
    const answered = (day: number) => batch(...done).with(march(day));
    answered(17)
      .when(approve)
      .then(tell('ResultApproved', { on: '2026-03-17', late: false }), {
        ...{ type: 'LevelAssessmentPassed', data: outcome },
      });
    answered(18)
      .when(approve)
      .then(tell('ResultApproved', { on: '2026-03-18', late: true }), {
        ...{ type: 'LevelAssessmentPassed', data: outcome },
      });
    answered(18)
      .when(back('incomplete'))
      .then(tell('ResultReturned', { reason: 'incomplete', fixBy: '2026-03-25', late: true }));
  });
  it('returns results with working days to put them right', () => {
    batch(...done)
      .with(march(10))
      .when(back('incomplete'))
      .then(returned('incomplete'));
    batch(...done, returned('incomplete'))
      .when(back('incomplete'))
      .thenNothing();
    batch(...assessed)
      .when(back('incomplete'))
      .thenRejected('E_STATE');
  });
  it('sends what is wrong back to the panel, and what is incomplete to be reported again', () => {
    const sign = ask('SignPanel', { assessor: ann });
    batch(...done, returned('inconsistent'))
      .when(sign)
      .then(signed(ann));
    batch(...done, returned('incomplete'))
      .when(sign)
      .thenNothing();
    batch(...done, returned('inconsistent'))
      .when(ask('ReportResults', {}))
      .thenRejected('E_STATE');
    batch(...done, returned('incomplete'))
      .when(approve)
      .thenRejected('E_STATE');
  });
});
