import { randomUUID } from 'node:crypto';
import {
  application,
  batchAt,
  fileBody,
  filingOf,
  openBatch,
  qualified,
  scoreOf,
  type BatchStage,
  type Filed,
  type Opened,
} from '../batch.js';
import type { Ground } from '../ground.js';
import { occupation } from '../offer.js';
import { pathAt } from '../path.js';
import { finalRefusals } from './final-refusals.js';
import { inDays, later, refuses, type Arrange, type Refused } from './refusal.js';

/** The body is filed once per world, however many rows need it. */
const filings = new WeakMap<object, Promise<Filed>>();
const filed = (ground: Ground): Promise<Filed> => {
  const known = filings.get(ground) ?? fileBody(ground, ground.cast.body);
  filings.set(ground, known);
  return known;
};

const someone = (opened: Opened): string => opened.candidates[0]?.person.id ?? '';

/** A batch at the stage, then an act of the body or of the first assessor. */
const at =
  (
    stage: BatchStage,
    act: (opened: Opened) => readonly [name: string, input: object],
    by: 'body' | 'assessor' = 'body',
  ): Arrange =>
  async (ground) => {
    const opened = await batchAt(ground, await filed(ground), stage);
    const voice = by === 'body' ? opened.body.voice : opened.panel[0]?.asAssessor;
    const [name, input] = act(opened);
    return () => (voice ?? opened.body.voice).send(name, input);
  };

const panelOf = ({ panel }: Opened): readonly string[] => panel.map(({ id }) => id);

/** A batch of the body that the rival enterprise has for its own people; filed once per world. */
const employersFilings = new WeakMap<object, Promise<unknown>>();
const employersBatch = async (ground: Ground) => {
  const { rival, province } = ground.cast;
  const filing =
    employersFilings.get(ground) ??
    province.does('fileBody', filingOf(ground, rival.id, { kind: 'Y' }));
  employersFilings.set(ground, filing);
  await filing;
  const role = { user: 'own-body', role: 'assessment-body', organization: rival.id } as const;
  const voice = ground.world.as(role);
  return { voice, batchId: await openBatch({ body: { ...rival, voice }, panel: [] }) };
};

/** Filings and who may apply: §3c 1–2. */
const candidateRefusals: readonly Refused[] = [
  refuses(['E_FILING_EXPIRED', '2.3.6', 'a batch after the filing expired'], async (ground) => {
    const { farBody, province } = ground.cast;
    const until = inDays(ground, 1);
    await province.does('fileBody', filingOf(ground, farBody.id, { until }));
    later(ground, 2);
    const batch = { body: farBody.id, occupation, level: 'SENIOR', coAssessed: false };
    return () => farBody.voice.send('openBatch', { batchId: randomUUID(), ...batch });
  }),
  refuses(
    ['E_SCOPE', '2.3.6', 'a level that was not filed'],
    async (ground) => {
      const { body } = await filed(ground);
      const batch = { body: body.id, occupation, level: 'TECHNICIAN', coAssessed: false };
      return () => body.voice.send('openBatch', { batchId: randomUUID(), ...batch });
    },
    { level: 'TECHNICIAN' },
  ),
  refuses(
    ['E_DUPLICATE_CERT', '2.1.6', 'an application for a level already held'],
    async (ground) => {
      const batchId = await openBatch(await filed(ground));
      const person = await ground.cast.person();
      await person.voice.does('declareExistingCertificate', {
        ...{ person: person.id, occupation, level: 'SENIOR', number: 'J000144000001233000001' },
      });
      return () => person.voice.send('applyForAssessment', application(batchId, { person }));
    },
    { level: 'INTERMEDIATE', held: 'SENIOR' },
  ),
  ...[
    ['an outsider', (ground: Ground) => ground.cast.person()] as const,
    [
      "another enterprise's trainee, whose path is not named,",
      async (ground: Ground) => (await pathAt(ground, 'training')).person,
    ] as const,
  ].map(([who, find]) =>
    refuses(['E_SCOPE_PERSON', '2.3.6', `${who} at an employer's body`], async (ground) => {
      const { batchId, voice } = await employersBatch(ground);
      const person = await find(ground);
      await person.voice.does('applyForAssessment', application(batchId, { person }));
      return () => voice.send('qualifyCandidate', { batchId, candidate: person.id });
    }),
  ),
  refuses(
    ['E_STATE', 'platform', 'an application that names another employer than the path'],
    async (ground) => {
      const batchId = await openBatch(await filed(ground));
      const { person } = await pathAt(ground, 'training');
      const employer = ground.cast.rival.id;
      const asked = { ...application(batchId, { person }), employer };
      return () => person.voice.send('applyForAssessment', asked);
    },
  ),
];

/** Panel, scores and notice: §3c 3–5. */
const panelRefusals: readonly Refused[] = [
  refuses(
    ['E_CONFLICT_PANEL', '2.1.6', 'a panel of two'],
    at('scheduled', (opened) => [
      'formPanel',
      { batchId: opened.batchId, assessors: panelOf(opened).slice(1) },
    ]),
    { assessors: 2, panelMinAssessors: 3, panelOdd: true },
  ),
  refuses(['E_CONFLICT_PANEL', '2.1.6', 'kin of a candidate on the panel'], async (ground) => {
    const opened = await batchAt(ground, await filed(ground), 'scheduled');
    const { batchId, body } = opened;
    const [assessor] = panelOf(opened);
    await body.voice.does('declareKinship', { batchId, assessor, candidate: someone(opened) });
    return () => body.voice.send('formPanel', { batchId, assessors: panelOf(opened) });
  }),
  ...([true, false] as const).map((named) =>
    refuses(
      [
        'E_CONFLICT_PANEL',
        '2.1.6',
        `a candidate's own mentor on the panel, path ${named ? '' : 'not '}named`,
      ],
      async (ground) => {
        const { body, panel } = await filed(ground);
        const mentor = await qualified(ground, body, '1972-02-02');
        const { id: enterprise, voice } = ground.cast.enterprise;
        await voice.does('qualifyMentor', { mentor: mentor.id, enterprise, level: 'TECHNICIAN' });
        const path = await pathAt(ground, 'training', { mentor });
        const candidates = [{ person: path.person, path: named ? path.id : undefined }];
        const { batchId } = await batchAt(ground, { body, panel }, 'scheduled', { candidates });
        const assessors = [mentor, ...panel.slice(1)].map(({ id }) => id);
        return () => body.voice.send('formPanel', { batchId, assessors });
      },
      { kin: [], self: [] },
    ),
  ),
  refuses(
    ['E_CONFLICT_PANEL', '2.1.6', "a co-assessed batch with the employer's assessors alone"],
    async (ground) => {
      const { body } = await filed(ground);
      const own = { organization: ground.cast.enterprise.id, partyKind: 'ENTERPRISE' };
      const panel = await Promise.all(
        ['1973-01-01', '1973-02-01', '1973-03-01'].map((b) => qualified(ground, body, b, own)),
      );
      const path = await pathAt(ground, 'training');
      const candidates = [{ person: path.person, path: path.id }];
      const { batchId } = await batchAt(ground, { body, panel }, 'scheduled', { candidates });
      const assessors = panel.map(({ id }) => id);
      return () => body.voice.send('formPanel', { batchId, assessors });
    },
    { outsiders: 0, coAssessedOutsidersMin: 1 },
  ),
  refuses(
    ['E_SCORE_RANGE', '2.1.6', 'a score of 101'],
    at(
      'panel',
      (opened) => [
        'scoreTheory',
        scoreOf(opened.batchId, someone(opened), panelOf(opened)[0] ?? '', 101),
      ],
      'assessor',
    ),
    { score: 101, from: 0, to: 100 },
  ),
  refuses(
    ['E_SEALED', '2.1.6', 'another score after the panel signed'],
    at(
      'signed',
      (opened) => [
        'scoreTheory',
        scoreOf(opened.batchId, someone(opened), panelOf(opened)[0] ?? '', 99),
      ],
      'assessor',
    ),
    { phase: 'sealed' },
  ),
  refuses(
    ['E_OBJECTION', '2.1.6', 'the end of a notice with an objection open'],
    async (ground) => {
      const opened = await batchAt(ground, await filed(ground), 'notice');
      const { batchId, body, candidates } = opened;
      const objection = { batchId, objection: randomUUID(), candidate: someone(opened) };
      await candidates[0]?.person.voice.does('lodgeObjection', objection);
      later(ground, 14);
      return () => body.voice.send('closeResultNotice', { batchId });
    },
  ),
];

const lateRefusals: readonly Refused[] = [
  refuses(
    ['E_LATE', '3.3', 'an assessor qualified as of months ago'],
    async (ground) => {
      const { body } = await filed(ground);
      const assessor = await ground.cast.person('1971-01-01');
      const occurredOn = inDays(ground, -60);
      const asked = {
        ...{ assessor: assessor.id, body: body.id, organization: ground.cast.college.id },
        ...{ partyKind: 'COLLEGE', grade: 'ASSESSOR', until: inDays(ground, 900) },
        scope: [{ occupation, levels: ['SENIOR'] }],
      };
      return () => body.voice.send('qualifyAssessor', asked, { occurredOn });
    },
    { days: 60, limit: 30 },
  ),
  refuses(
    ['E_LATE', '3.3', 'a filing cancelled as of months ago'],
    async (ground) => {
      const { body } = await filed(ground);
      const cancelled = { body: body.id, reason: 'IRREGULARITY' };
      const occurredOn = inDays(ground, -60);
      return () => ground.cast.province.send('cancelBodyFiling', cancelled, { occurredOn });
    },
    { days: 60, limit: 30 },
  ),
];

export const assessmentRefusals: readonly Refused[] = [
  ...lateRefusals,
  ...finalRefusals,
  ...candidateRefusals,
  ...panelRefusals,
];
