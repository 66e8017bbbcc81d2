import {
  decideBy,
  decider,
  reject,
  unmet,
  when,
  type Context,
  type FactSource,
  type KernelRefusal,
  type Recorded,
  type Rejection,
} from '#kernel';
import {
  FinalAssessmentEvent,
  type FinalAssessmentReversed,
  type FinalCompetenceAssessed,
} from './events.js';
import {
  FinalAssessmentCommand,
  finalAssessmentRefusals,
  type FinalAssessmentRule,
} from './final-assessment-commands.js';
import {
  issuerOf,
  paperOf,
  papersOf,
  type IssuerSight,
  type PaperSight,
  type PapersSight,
} from './paper-sight.js';
import { pathOf, subjectsOf, type PathSight } from './path-sight.js';
import { isRegistered } from './person-sight.js';
import type { z } from 'zod';

type Assessed = z.infer<typeof FinalCompetenceAssessed>;
type Attempt = Omit<Assessed['data'], 'apprenticeshipId'> & {
  readonly reversed: boolean;
  /** Whether what was taken back was taken back on evidence. */
  readonly proven: boolean;
};

/** All attempts at one path's final assessment. Their numbers are never used again, whatever was reversed. */
export interface FinalAssessment {
  readonly attempts: readonly Attempt[];
}
type FinalFacts = {
  readonly path: PathSight;
  /** The three only when a passed attempt is to be taken back. */
  readonly issuer?: IssuerSight;
  readonly papers?: PapersSight;
  readonly paper?: PaperSight;
  /** Only when an attempt is recorded: everyone who assessed. */
  readonly [assessor: `assessor:${string}`]: boolean;
};
type Asked = Extract<FinalAssessmentCommand, { type: 'RecordFinalAssessment' }>['data'];

/** 终结性岗位胜任力评价 of one path (2.1.6): attempts, of which one must be passed before the enterprise issues its papers. */
export const finalAssessment = decider<
  FinalAssessmentCommand,
  FinalAssessment,
  FinalAssessmentEvent,
  FinalAssessmentRule,
  FinalFacts
>({
  category: 'final-assessment',
  commands: FinalAssessmentCommand,
  events: FinalAssessmentEvent,
  refusals: finalAssessmentRefusals,
  initial: { attempts: [] },
  creators: ['RecordFinalAssessment'],
  streamOf: ({ data }) => data.apprenticeshipId,
  facts: (command, state, found) => ({
    path: pathOf(command.data.apprenticeshipId),
    ...(command.type === 'ReverseFinalAssessment'
      ? paperFacts(command.data, state, found)
      : assessorFacts(command.data.assessors)),
  }),
  rules: (command, _state, { path }) =>
    command.type === 'RecordFinalAssessment'
      ? { scheme: path.programme, jurisdiction: path.region, on: command.data.on }
      : undefined,
  occurredOn: (command) => (command.type === 'RecordFinalAssessment' ? command.data.on : undefined),
  parties: (_command, _state, { path }) => ({ enterprise: path.enterprise, region: path.region }),
  decide: decideBy<
    FinalAssessmentCommand,
    FinalAssessment,
    FinalAssessmentEvent,
    FinalAssessmentRule,
    FinalFacts
  >({
    RecordFinalAssessment: (data, state, context) => record(data, state, context),
    ReverseFinalAssessment: (data, state, { facts, evidence }) => {
      const { apprenticeshipId, attempt, reason } = data;
      const found = state.attempts.find((one) => one.attempt === attempt);
      if (!found) return reject('E_STATE', { attempt, recorded: state.attempts.length });
      const event: z.infer<typeof FinalAssessmentReversed> = {
        type: 'FinalAssessmentReversed',
        data: { apprenticeshipId, attempt, reason },
      };
      // Evidence may follow, for as long as the attempt counts.
      if (found.reversed && (!counts(found) || evidence.length === 0)) return [];
      // What a certificate rests on is not taken away from under it: the certificate is revoked first.
      return facts.paper?.stands === true
        ? reject('E_STATE', { attempt, certificateId: paperFor(data, facts) ?? null })
        : [event];
    },
  }),
  evolve: (state, { type, data, meta }: Recorded<FinalAssessmentEvent>) => {
    switch (type) {
      case 'FinalCompetenceAssessed':
        return { attempts: [...state.attempts, { ...data, reversed: false, proven: false }] };
      case 'FinalAssessmentReversed':
        return {
          attempts: state.attempts.map((one) =>
            one.attempt === data.attempt
              ? { ...one, reversed: true, proven: meta.evidence.length > 0 }
              : one,
          ),
        };
    }
  },
  subjects: (_event, _state, { path }) => subjectsOf(path),
});

type Reversing = Extract<FinalAssessmentCommand, { type: 'ReverseFinalAssessment' }>['data'];

/** The training certificate of the path, once its series is known. */
const paperFor = (
  { apprenticeshipId }: Reversing,
  { papers }: Partial<FinalFacts>,
): string | undefined =>
  papers?.papers.find((one) => one.apprenticeshipId === apprenticeshipId)?.certificateId;

type Sources = { readonly [K in keyof FinalFacts]?: FactSource<FinalFacts[K]> };

const assessorFacts = (assessors: readonly string[]): Sources => {
  const people: { [id: `assessor:${string}`]: FactSource<boolean> } = {};
  for (const id of assessors) people[`assessor:${id}`] = isRegistered(id);
  return people;
};

/** From the enterprise to the series of its numbers to the path's own paper. */
const paperFacts = (
  data: Reversing,
  { attempts }: FinalAssessment,
  found: Partial<FinalFacts>,
): Sources => {
  const { path, issuer } = found;
  const passed = attempts.find(({ attempt, passed }) => attempt === data.attempt && passed);
  const certificateId = paperFor(data, found);
  if (!passed || !path?.enterprise) return {};
  return {
    issuer: issuerOf(path.enterprise),
    ...(issuer?.uscc && { papers: papersOf(issuer, passed.on) }),
    ...(certificateId !== undefined && { paper: paperOf(certificateId) }),
  };
};

/** Each of the three parts has to reach the pass mark (assumption: the notice names no weights). */
const record = (
  data: Asked,
  state: FinalAssessment,
  { facts, rules }: Context<FinalFacts>,
): Assessed[] | Rejection<FinalAssessmentRule | KernelRefusal> => {
  const { apprenticeshipId, on, theory, practice, conduct, assessors } = data;
  const standing = state.attempts.filter((one) => !one.reversed);
  const last = standing.at(-1);
  if (last && sameAttempt(last, data)) return [];
  const { passMark, finalAttemptsMax } = rules.figures;
  const { path } = facts;
  const used = state.attempts.filter(counts).length;
  const alreadyPassed = standing.some((one) => one.passed);
  const early = path.completedOn === undefined || on < path.completedOn;
  return (
    unmet(
      when(early || path.left, 'E_STATE', {
        completedOn: path.completedOn ?? null,
        on,
        left: path.left,
      }),
      when(alreadyPassed, 'E_STATE', { phase: 'passed' }),
      ...unfit(assessors, facts),
      when(!alreadyPassed && used >= finalAttemptsMax, 'E_ATTEMPTS', {
        attempts: used,
        finalAttemptsMax,
      }),
    ) ?? [
      {
        type: 'FinalCompetenceAssessed',
        data: {
          ...{ apprenticeshipId, attempt: state.attempts.length + 1, on },
          ...{ theory, practice, conduct, assessors },
          passed: Math.min(theory, practice, conduct) >= passMark,
        },
      },
    ]
  );
};

/** Whether an attempt uses one of those allowed. One that was failed is not undone by the word of the enterprise that wants another. */
const counts = ({ reversed, proven, passed }: Attempt): boolean =>
  !reversed || (!passed && !proven);

/** Assessors whom nobody registered, or none but the mentor; the apprentice is never one. */
const unfit = (assessors: readonly string[], facts: FinalFacts) => {
  const { mentor, person } = facts.path;
  const unknown = assessors.filter((id) => facts[`assessor:${id}`] !== true);
  const independent = assessors.filter((id) => id !== mentor && id !== person).length;
  return [
    when(unknown.length > 0, 'E_UNKNOWN', { assessors: unknown }),
    when(independent === 0 || assessors.includes(person), 'E_CONFLICT_MENTOR', { independent }),
  ];
};

/** The same attempt told twice; another attempt that agrees in day, people and every score is none. */
const sameAttempt = (one: Attempt, data: Asked): boolean =>
  one.on === data.on &&
  one.theory === data.theory &&
  one.practice === data.practice &&
  one.conduct === data.conduct &&
  one.assessors.join() === data.assessors.join();
