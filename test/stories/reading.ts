import type { Voice } from '../support/voice.js';
import type { Reason, SeenEvent } from '../support/outcome.js';
import type { World } from '../support/world.js';

/** What stories read of a trainee. */
export interface TraineeView {
  readonly id: string;
  readonly name: string | null;
  readonly state: string;
  readonly apprenticeshipId: string | null;
  readonly classId: string | null;
  readonly mentor: string | null;
  readonly postId: string | null;
  readonly from: string | null;
  readonly until: string | null;
  readonly milestones: readonly { readonly type: string; readonly on: string }[];
  readonly hours: readonly {
    readonly activity: string;
    readonly venue: string;
    readonly entries: number;
    readonly loggedMinutes: number;
    readonly recognisedMinutes: number;
  }[];
  readonly certificates: readonly {
    readonly certificateId: string;
    readonly kind: string;
    readonly number: string;
    readonly level: string | null;
    readonly standing: string;
  }[];
  readonly employment: Readonly<Record<string, unknown>>;
  readonly nextSteps: readonly {
    readonly command: string;
    readonly possible: boolean;
    readonly blockedBy: readonly Reason[];
  }[];
}

const traineeFields = `id name state apprenticeshipId classId mentor postId from until
  milestones { type on } hours { activity venue entries loggedMinutes recognisedMinutes }
  certificates { certificateId kind number level standing }
  employment { contractFrom contractUntil insured hiredOn confirmedOn level label retained { months retained } departedOn }
  nextSteps { command possible blockedBy { code clause messageZh messageEn detail } }`;

/** The trainee as the voice sees it, with everything in it that was recorded so far. */
export const traineeOf = async (world: World, voice: Voice, id: string): Promise<TraineeView> => {
  const query = `query ($id: ID!, $atLeast: String) { trainee(id: $id, atLeast: $atLeast) { ${traineeFields} } }`;
  const { trainee } = await voice.ask<{ trainee: TraineeView | null }>(query, {
    ...{ id, atLeast: world.seen() },
  });
  if (!trainee) throw new Error('there is no such trainee');
  return trainee;
};

/** Ids of the trainees found, with the arguments as they stand in the query. */
export const traineesWhere = async (
  world: World,
  voice: Voice,
  where: Readonly<Record<string, string | number>>,
): Promise<readonly string[]> => {
  const enums = ['state'];
  const given = Object.entries(where).map(([name, value]) =>
    enums.includes(name) ? `${name}: ${String(value)}` : `${name}: ${JSON.stringify(value)}`,
  );
  const named = [...given, `atLeast: "${world.seen()}"`].join(', ');
  const { trainees } = await voice.ask<{ trainees: Connection<{ id: string }> }>(
    `{ trainees(${named}) { edges { node { id } } } }`,
  );
  return trainees.edges.map(({ node }) => node.id);
};

export interface Connection<T> {
  readonly edges: readonly { readonly cursor: string; readonly node: T }[];
  readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null };
}

export const rosterOf = async (world: World, voice: Voice, classId: string) => {
  const { classRoster } = await voice.ask<{ classRoster: Connection<{ id: string }> }>(
    'query ($classId: ID!, $atLeast: String) { classRoster(classId: $classId, atLeast: $atLeast, first: 100) { edges { node { id } } } }',
    { classId, atLeast: world.seen() },
  );
  return classRoster.edges.map(({ node }) => node.id);
};

/** Types of the events about a subject, in the order they were recorded. */
export const typesAbout = async (voice: Voice, subject: string): Promise<readonly string[]> =>
  (await eventsAbout(voice, subject)).map(({ type }) => type);

export const eventsAbout = async (voice: Voice, subject: string): Promise<readonly SeenEvent[]> => {
  const { events } = await voice.ask<{ events: Connection<SeenEvent> }>(
    `query ($subject: String) { events(subject: $subject, first: 500) { edges { node { type data id stream occurredOn recordedAt position rules } } pageInfo { hasNextPage endCursor } } }`,
    { subject },
  );
  if (events.pageInfo.hasNextPage) throw new Error('more than a page of events');
  return events.edges.map(({ node }) => node);
};

export interface ReplayView {
  /** Of a person, masked. */
  readonly name: string | null;
  readonly position: string | null;
  readonly events: readonly SeenEvent[];
  readonly states: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  readonly views: Readonly<
    Record<string, Readonly<Record<string, Readonly<Record<string, unknown>>>>>
  >;
  readonly integrity: {
    readonly events: number;
    readonly complete: boolean;
    readonly digest: string;
  };
}

/** A subject as it was known at a moment, at a position, or now. */
export const replayOf = async (
  voice: Voice,
  subject: string,
  at: { readonly asOf?: string; readonly position?: string } = {},
): Promise<ReplayView | null> => {
  const { replay } = await voice.ask<{ replay: ReplayView | null }>(
    `query ($subject: ID!, $asOf: DateTime, $position: String) { replay(subject: $subject, asOf: $asOf, position: $position) {
      name position events { type data id stream occurredOn recordedAt position rules } states views integrity { events complete digest } } }`,
    { subject, ...at },
  );
  return replay;
};

export interface BatchView {
  readonly stage: string;
  readonly detail: {
    readonly panel: readonly unknown[];
    readonly candidates: readonly {
      readonly candidate: string;
      readonly scores: readonly unknown[];
    }[];
    readonly objections: readonly { readonly candidate: string }[];
  };
}

export const batchOf = async (world: World, voice: Voice, id: string) => {
  const { assessmentBatch } = await voice.ask<{ assessmentBatch: BatchView | null }>(
    'query ($id: ID!, $atLeast: String) { assessmentBatch(id: $id, atLeast: $atLeast) { stage detail } }',
    { id, atLeast: world.seen() },
  );
  return assessmentBatch;
};

export interface CertificateView {
  readonly certificateId: string;
  readonly kind: string;
  readonly number: string;
  readonly name: string | null;
  readonly occupation: string;
  readonly standing: string;
  readonly issuedOn: string | null;
  readonly reportedOn: string | null;
  readonly onlineOn: string | null;
  readonly coSigned: readonly Readonly<Record<string, string | null>>[];
  readonly custodians: readonly { readonly custodian: string; readonly partyKind: string }[];
  readonly history: readonly {
    readonly event: string;
    readonly standing: string;
    readonly ordered: boolean;
  }[];
}

export const certificateOf = async (world: World, voice: Voice, number: string) => {
  const { certificate } = await voice.ask<{ certificate: CertificateView | null }>(
    `query ($number: String!, $atLeast: String) { certificate(number: $number, atLeast: $atLeast) {
      certificateId kind number name occupation standing issuedOn reportedOn onlineOn
      coSigned { custodian change field value }
      custodians { custodian partyKind } history { event standing ordered correction { field was now } } } }`,
    { number, atLeast: world.seen() },
  );
  return certificate;
};
