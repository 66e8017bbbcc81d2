import { addWorkingDays, compareDays, type Day, type Message } from '#kernel';
import { assessorActor, bodyOffice, bureauOf, faculty, office, traineeActor } from './actors.js';
import type { Diary } from './diary.js';
import { assessorOf, assessorsPerBody } from './foundation.js';
import type { Layout } from './layout.js';
import { between, type Member } from './members.js';
import { act, attempt, type Act, type Chain } from './step.js';

export const levelCertificate = (layout: Layout, { key }: Member): string =>
  layout.id(`${key}:level-certificate`);

/** Five candidates a batch: each is seen by the whole panel in every part. */
const batchSize = 5;

interface Batch {
  readonly id: string;
  readonly nth: number;
  readonly candidates: readonly Member[];
  readonly panel: readonly string[];
  readonly on: Day;
}

/** The level assessment of a class, in batches with a panel each, up to the certificates. Answers the day of the last step. */
export const level = (layout: Layout, diary: Diary, since: Day): Day => {
  const sitting = diary.after(since, 9);
  const batches = batchesOf(layout, diary, sitting);
  const each = (day: Day, chainOf: (batch: Batch) => Chain) =>
    diary.beside(day, () => batches.map(chainOf));
  each(diary.after(since, 2), (batch) => openings(diary, batch));
  each(sitting, (batch) => scores(layout, diary, batch));
  const noticed = addWorkingDays(sitting, 5).day;
  const reported = diary.after(noticed, 0);
  const lodged = diary.after(sitting, 1);
  if (compareDays(lodged, noticed) <= 0) each(lodged, (batch) => objection(layout, diary, batch));
  each(reported, (batch) => report(layout, diary, batch));
  const approved = diary.after(reported, 3);
  each(approved, (batch) => [
    batchStep(batch, bureauOf(layout, diary.plan.body.region), 'ApproveResults'),
  ]);
  return certify(layout, diary, batches, approved);
};

const batchesOf = (layout: Layout, { plan, active }: Diary, on: Day): readonly Batch[] =>
  Array.from({ length: Math.ceil(active.length / batchSize) }, (_, nth): Batch => {
    const first = (plan.index + nth) % assessorsPerBody;
    return {
      id: layout.id(`${plan.key}:batch:${String(nth)}`),
      ...{ nth, on },
      candidates: active.slice(nth * batchSize, (nth + 1) * batchSize),
      panel: [0, 1, 2].map((k) => assessorOf(layout, plan.body, (first + k) % assessorsPerBody)),
    };
  });

const batchStep = ({ id }: Batch, actor: Act['actor'], type: string, data: object = {}): Act =>
  act(`${id}:${type}:${JSON.stringify(data).length < 3 ? '' : keyOf(data)}`, actor, category, {
    type,
    data: { batchId: id, ...data },
  });
const category = 'assessment-batch';

/** What tells two steps of one kind in one batch apart. */
const keyOf = (data: object): string => {
  const { candidate, assessor } = data as { candidate?: string; assessor?: string };
  return [candidate, assessor].filter((part) => part !== undefined).join(':');
};

const openings = ({ plan }: Diary, batch: Batch): Chain => {
  const { body, trade, enterprise } = plan;
  const by = bodyOffice(body);
  const own = batch.candidates.flatMap((member) => {
    const data = { candidate: member.person, apprenticeshipId: member.path };
    // Every other one applies for herself, the rest are put forward by the enterprise.
    const applicant = member.place % 2 === 0 ? traineeActor(member.person) : office(enterprise);
    return [
      batchStep(batch, applicant, 'ApplyForAssessment', data),
      batchStep(batch, by, 'QualifyCandidate', { candidate: member.person }),
    ];
  });
  return [
    batchStep(batch, by, 'OpenBatch', {
      ...{ body: body.id, occupation: trade.occupation, level: 'INTERMEDIATE', coAssessed: true },
    }),
    ...own,
    batchStep(batch, by, 'ScheduleAssessment', {
      ...{ on: batch.on, site: `${body.name}考点`, siteVerified: true },
    }),
    ...(batch.nth === 0 && plan.index % 12 === 0 ? [evenPanel(batch, by)] : []),
    batchStep(batch, by, 'FormPanel', { assessors: batch.panel }),
  ];
};

const evenPanel = (batch: Batch, by: Act['actor']): Act => {
  const data = { batchId: batch.id, assessors: batch.panel.slice(0, 2) };
  return attempt('E_CONFLICT_PANEL', batch.id, by, [category, { type: 'FormPanel', data }]);
};

const scores = (layout: Layout, { plan }: Diary, batch: Batch): Chain => {
  const { panel, candidates } = batch;
  const given = panel.flatMap((assessor, seat) =>
    candidates.flatMap((member) => {
      const low = member.turn === 'fails-level' ? 30 : 64;
      const one = (type: string, purpose: number) =>
        batchStep(batch, assessorActor(assessor), type, {
          ...{ candidate: member.person, assessor },
          score: between(layout, member, purpose + seat, [low, low + 28]),
        });
      return [one('ScoreTheory', 60), one('ScorePractice', 70)];
    }),
  );
  const last = given.at(-1);
  return [
    ...given,
    ...panel.map((assessor) =>
      batchStep(batch, assessorActor(assessor), 'SignPanel', { assessor }),
    ),
    ...(last && batch.nth === 0 && plan.index % 12 === 1 ? [sealed(batch, last)] : []),
    batchStep(batch, bodyOffice(plan.body), 'OpenResultNotice'),
  ];
};

const sealed = (batch: Batch, { actor, command }: Act): Act => {
  const changed: Message = { type: command.type, data: { ...command.data, score: 99 } };
  return attempt('E_SEALED', batch.id, actor, [category, changed]);
};

/** Who failed objects; the body looks again and stays with it. */
const objection = (layout: Layout, { plan }: Diary, batch: Batch): Chain =>
  batch.candidates
    .filter(({ turn }) => turn === 'fails-level')
    .flatMap((member) => {
      const one = { objection: layout.id(`${member.key}:objection`) };
      return [
        batchStep(batch, traineeActor(member.person), 'LodgeObjection', {
          ...{ ...one, candidate: member.person },
          note: '对实操评分有异议，申请复核。',
        }),
        batchStep(batch, bodyOffice(plan.body), 'ResolveObjection', { ...one, upheld: false }),
      ];
    });

const report = (layout: Layout, { plan }: Diary, batch: Batch): Chain => {
  const by = bodyOffice(plan.body);
  const close = batchStep(batch, by, 'CloseResultNotice');
  const told = batchStep(batch, by, 'ReportResults');
  if (plan.index % 12 !== 2 || batch.nth > 0) return [close, told];
  const bureau = bureauOf(layout, plan.body.region);
  return [
    close,
    told,
    batchStep(batch, bureau, 'ReturnResults', { reason: 'incomplete' }),
    { ...told, name: `${told.name}again` },
  ];
};

const passes = ({ turn }: Member): boolean => turn !== 'fails-level';

/** Numbers run without gaps within a body's year and level, so they are given one after the other. */
const certify = (layout: Layout, diary: Diary, batches: readonly Batch[], approved: Day): Day => {
  const { plan } = diary;
  const by = bodyOffice(plan.body);
  const paper = (member: Member, type: string, actor: Act['actor'], data: object = {}): Act =>
    act(`${member.key}:level:${type}${actor.organization ?? ''}`, actor, 'certificate', {
      type,
      data: { certificateId: levelCertificate(layout, member), ...data },
    });
  const numbered = diary.after(approved, 1);
  const steps = () =>
    batches.flatMap(({ id: batchId, candidates }) =>
      candidates.filter(passes).map((member) => {
        const data = { body: plan.body.id, batchId, candidate: member.person };
        return paper(member, 'NumberCertificate', by, data);
      }),
    );
  diary.inTurn(numbered, steps, 'evening', `numbers:${plan.body.id}`);
  const issued = diary.after(numbered, 1);
  const custody = (member: Member, id: string, actor: Act['actor']) =>
    paper(member, 'AttestCustody', actor, { custodian: id });
  const passed = batches.flatMap(({ candidates }) => candidates.filter(passes));
  diary.beside(issued, () =>
    passed.map((member) => [
      paper(member, 'IssueLevelCertificate', by),
      paper(member, 'ReportCertificate', by),
      paper(member, 'PutCertificateOnline', bureauOf(layout, plan.body.region)),
      custody(member, plan.body.id, by),
      custody(member, plan.enterprise.id, office(plan.enterprise)),
      ...(plan.college ? [custody(member, plan.college.id, faculty(plan.college))] : []),
    ]),
  );
  return issued;
};
