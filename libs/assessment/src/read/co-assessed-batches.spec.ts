import { describe, expect, it } from '@jest/globals';
import { foldRow, idOf, metaOf, type Recorded } from '#kernel';
import {
  ann,
  applied,
  assessed,
  batchId,
  bob,
  body,
  cai,
  closed,
  enterprise,
  li,
  noticed,
  opened,
  path,
  practice,
  qualified,
  reported,
  scheduled,
  sealed,
  signed,
  sitting,
  tell,
  theory,
  wang,
} from '../../spec/world.js';
import type { BatchEvent } from '../events.js';
import { coAssessedBatches, type CoAssessedBatch } from './co-assessed-batches.js';

const other = idOf('other batch');
const objection = idOf('objection');

/** The rows after the events, as the runner folds them: each event into the row of its key alone. */
const rowsAfter = (...events: readonly BatchEvent[]): ReadonlyMap<string, CoAssessedBatch> => {
  const rows = new Map<string, CoAssessedBatch>();
  events.forEach((event, at) => {
    const recorded: Recorded<BatchEvent> = {
      ...event,
      meta: metaOf(`assessment-batch-${event.data.batchId}`, at),
    };
    const key = String(coAssessedBatches.key(recorded));
    rows.set(key, foldRow(coAssessedBatches, rows.get(key) ?? coAssessedBatches.empty, recorded));
  });
  return rows;
};
const rowAfter = (...events: readonly BatchEvent[]) => rowsAfter(...events).get(batchId)!;
const mixed = tell('AssessmentPanelFormed', {
  panel: [
    { assessor: ann, organization: enterprise, partyKind: 'enterprise' },
    { assessor: bob, organization: idOf('college'), partyKind: 'college' },
    { assessor: cai, organization: body, partyKind: 'assessment-body' },
  ],
});
const ready = [opened(), applied(), qualified(), scheduled()] as const;

describe('the view of co-assessed batches', () => {
  it('shows the panel by party kind and who is an outsider to each candidate', () => {
    const row = rowAfter(...ready, mixed);
    expect(row).toMatchObject({ stage: 'panel', meantCoAssessed: true, coAssessed: true });
    expect(row.panelByPartyKind).toEqual([
      { partyKind: 'assessment-body', seats: 1 },
      { partyKind: 'college', seats: 1 },
      { partyKind: 'enterprise', seats: 1 },
    ]);
    expect(row.candidates).toEqual([
      {
        candidate: li,
        apprenticeshipId: path,
        employer: enterprise,
        standing: 'qualified',
        reason: null,
        scores: [],
        result: null,
        outsiders: 2,
      },
    ]);
  });
  it('calls a batch co-assessed by what its panel is, not by what was meant', () => {
    const insiders = tell('AssessmentPanelFormed', {
      panel: [ann, bob, cai].map((assessor) => ({
        assessor,
        organization: enterprise,
        partyKind: 'enterprise' as const,
      })),
    });
    expect(rowAfter(...ready, insiders)).toMatchObject({
      meantCoAssessed: true,
      coAssessed: false,
    });
    const unmeant = [opened({ coAssessed: false }), ...ready.slice(1)];
    expect(rowAfter(...unmeant, mixed)).toMatchObject({ meantCoAssessed: false, coAssessed: true });
    // One candidate who works with all three is enough to make it none; out of the batch, that one counts no more.
    const wangs = [
      tell('LevelAssessmentApplied', { candidate: wang, employer: enterprise }),
      qualified(wang),
    ];
    const out = tell('CandidateDisqualified', { candidate: wang, reason: 'absent' });
    const own = tell('LevelAssessmentApplied', { candidate: li, employer: body });
    const two = [opened(), own, qualified(), ...wangs, scheduled(), insiders] as const;
    expect(rowAfter(...two).coAssessed).toBe(false);
    expect(rowAfter(...two, out).coAssessed).toBe(true);
    expect(rowAfter(...two, out).candidates[1]).toMatchObject({
      standing: 'disqualified',
      reason: 'absent',
    });
  });
  it('holds the latest score of each assessor and the sealed results', () => {
    const row = rowAfter(...sitting, theory(70), theory(75), practice(80, bob));
    expect(row.candidates[0]?.scores).toEqual([
      { part: 'theory', assessor: ann, score: 75 },
      { part: 'practice', assessor: bob, score: 80 },
    ]);
    expect(rowAfter(...assessed)).toMatchObject({
      stage: 'sealed',
      signed: [ann, bob, cai],
      candidates: [{ result: { theory: 80, practice: 80, review: null, passed: true } }],
    });
  });
  it('follows notice, objections, report and approval', () => {
    const lodged = tell('ObjectionLodged', { objection, candidate: li });
    const dismissed = tell('ObjectionResolved', { objection, upheld: false });
    const row = rowAfter(
      ...[...assessed, noticed, lodged, dismissed, closed, reported(true)],
      tell('ResultApproved', { on: '2026-03-12' }),
    );
    expect(row).toMatchObject({
      stage: 'approved',
      notice: { from: '2026-03-02', until: '2026-03-09', closed: true },
      objections: [{ objection, candidate: li, standing: 'dismissed' }],
      report: { on: '2026-03-10', late: true },
      approvedOn: '2026-03-12',
    });
  });
  it('takes the results back when an objection is upheld or the bureau returns them for cause', () => {
    const lodged = tell('ObjectionLodged', { objection, candidate: li });
    const upheld = tell('ObjectionResolved', { objection, upheld: true });
    const unsealed = { stage: 'panel', signed: [], notice: null, candidates: [{ result: null }] };
    expect(rowAfter(...assessed, noticed, lodged, upheld)).toMatchObject(unsealed);
    const returned = (reason: 'incomplete' | 'irregularity') =>
      tell('ResultReturned', { reason, fixBy: '2026-03-17' });
    const done = [...assessed, noticed, closed, reported()] as const;
    expect(rowAfter(...done, returned('irregularity'))).toMatchObject(unsealed);
    expect(rowAfter(...done, returned('incomplete'))).toMatchObject({
      stage: 'returned',
      returned: { reason: 'incomplete', fixBy: '2026-03-17' },
      candidates: [{ result: { passed: true } }],
    });
  });
  it('keeps one batch apart from another', () => {
    const elsewhere = <T extends BatchEvent>(event: T): T => ({
      ...event,
      data: { ...event.data, batchId: other },
    });
    const rows = rowsAfter(
      ...[
        opened(),
        elsewhere(opened({ level: 'TECHNICIAN' })),
        applied(),
        elsewhere(applied(wang)),
      ],
      ...[qualified(), elsewhere(sealed(false, 10)), signed(ann)],
    );
    expect(rows.get(batchId)).toMatchObject({
      ...{ batchId, level: 'SENIOR', stage: 'open', signed: [ann] },
      candidates: [{ candidate: li, standing: 'qualified', result: null }],
    });
    expect(rows.get(other)).toMatchObject({ batchId: other, level: 'TECHNICIAN', signed: [] });
  });
  it('can be searched by body, region, candidate and assessor', () => {
    const row = rowAfter(...assessed);
    const values = coAssessedBatches.values(row, batchId);
    expect(Object.keys(values).sort()).toEqual(Object.keys(coAssessedBatches.columns).sort());
    expect(values).toMatchObject({
      ...{ body, region: '4403', stage: 'sealed', co_assessed: true, assessed_on: '2026-03-02' },
      ...{ candidates: [li], panel: [ann, bob, cai] },
    });
  });
});
