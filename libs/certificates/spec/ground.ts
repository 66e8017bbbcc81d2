import {
  createDispatcher,
  digestOf,
  StoreUnavailable,
  StreamReader,
  uuidFrom,
  type Dispatcher,
  type EventStore,
  type Outcome,
  type StoredEvent,
  type Unit,
  type UnitOutcome,
} from '#event-store';
import { mayTry, related } from '#identity';
import { idOf, specRules, type Actor, type AnyReaction, type Message } from '#kernel';
import { MemoryEventStore } from '../../../test/support/memory-event-store.js';
import { certificates } from '../src/context.js';
import { whenLevelHeldThenCompleteOrLetGo } from '../src/react/when-level-held-then-complete-or-let-go.js';
import { whenNumberAllottedThenComplete } from '../src/react/when-number-allotted-then-complete.js';
import { apprenticeshipId, batchId, body, enterprise, occupation, uscc } from './world.js';

/** A store that cannot write several streams at once and, once told so, loses its writer after some more appends. */
export class MortalStore extends MemoryEventStore {
  #left = Number.POSITIVE_INFINITY;
  constructor(atomicAcrossStreams: boolean) {
    super({ clock, atomicAcrossStreams });
  }
  dieAfter(appends: number): void {
    this.#left = appends;
  }
  override async append(units: readonly Unit[]): Promise<readonly UnitOutcome[]> {
    if (this.#left <= 0) {
      this.#left = Number.POSITIVE_INFINITY;
      throw new StoreUnavailable('the writer died here');
    }
    this.#left -= 1;
    return super.append(units);
  }
}

const clock = () => new Date('2026-03-02T01:00:00Z');
const byBody: Actor = { user: 'b', role: 'assessment-body', organization: body };
const byEnterprise: Actor = { user: 'e', role: 'enterprise', organization: enterprise };

export interface Ground {
  readonly store: MortalStore;
  number(name: string, changes?: object): Promise<Outcome>;
  issue(name: string, changes?: object): Promise<Outcome>;
  /** What the reactor does for every reservation recorded so far. */
  react(): Promise<void>;
  /** Types and data of a stream. */
  stream(name: string): Promise<readonly Message[]>;
}

/** The context over a memory store that holds an approved batch of these candidates and a passed path of one enterprise. */
export const groundWith = async (
  candidates: readonly string[],
  atomicAcrossStreams: boolean,
): Promise<Ground> => {
  const store = new MortalStore(atomicAcrossStreams);
  for (const [stream, ...events] of worldOf(candidates)) await tellStream(store, stream, events);
  const dispatcher = createDispatcher({
    ...{ store, clock, contexts: [certificates], permits: { mayTry, related } },
    people: async () => new Map(),
    keepPersonal: async () => ({ ok: true }),
    commandDigest: digestOf,
    ruleBook: { sources: () => [], choose: () => specRules() },
    lateApprovals: {
      source: () => ({ stream: 'none-1', folding: { initial: {}, evolve: (state) => state } }),
      covers: () => false,
    },
  });
  const send = (type: string, data: object, actor: Actor) =>
    dispatcher.dispatch('certificate', { type, data }, {}, actor);
  const own = (name: string) => ({ certificateId: idOf(`certificate ${name}`) });
  return {
    store,
    number: (name, changes = {}) => {
      const whose = { ...own(name), body, batchId, candidate: idOf(name) };
      return send('NumberCertificate', { ...whose, ...changes }, byBody);
    },
    issue: (name, changes = {}) =>
      send(
        'IssueTrainingCertificate',
        { ...own(name), apprenticeshipId, ...changes },
        byEnterprise,
      ),
    react: () => reactTo(store, dispatcher),
    stream: async (name) => (await store.read(name)).map(({ type, data }) => ({ type, data })),
  };
};

const completing: readonly AnyReaction[] = [
  whenNumberAllottedThenComplete,
  whenLevelHeldThenCompleteOrLetGo,
];

const reactTo = async (store: EventStore, dispatcher: Dispatcher): Promise<void> => {
  for (const reaction of completing)
    for (const event of await store.readAll(undefined, { types: reaction.on }))
      for (const [at, { category, command }] of (await sent(reaction, event, store)).entries()) {
        const envelope = { commandId: uuidFrom(event.meta.id, `${reaction.name}:${at}`) };
        await dispatcher.dispatch(category, command, envelope, { system: reaction.name });
      }
};

const sent = async (reaction: AnyReaction, event: StoredEvent, store: EventStore) => {
  const reader = new StreamReader(store);
  const facts = Object.entries(reaction.facts?.(event) ?? {}).map(
    async ([name, { stream, folding }]) =>
      [name, (await reader.fold(stream, folding)).state] as const,
  );
  return reaction.react(event, Object.fromEntries(await Promise.all(facts)));
};

const worldOf = (names: readonly string[]): readonly (readonly [string, ...Message[]])[] => [
  [
    `assessment-batch-${batchId}`,
    {
      type: 'AssessmentBatchOpened',
      data: { batchId, body, region: '4403', occupation, level: 'SENIOR' },
    },
    ...names.map((name) => ({
      type: 'LevelAssessmentApplied',
      data: { batchId, candidate: idOf(name) },
    })),
    {
      type: 'ResultsSealed',
      data: { batchId, results: names.map((name) => ({ candidate: idOf(name), passed: true })) },
    },
    { type: 'ResultApproved', data: { batchId, on: '2026-03-01' } },
  ],
  [
    `body-filing-${body}`,
    {
      type: 'BodyFiled',
      data: { body, kind: 'S', bodyCode: '0001', province: '44', site: '000042' },
    },
  ],
  ...names.map(
    (name) =>
      [
        `person-${idOf(name)}`,
        { type: 'PersonRegistered', data: { personId: idOf(name), idKind: 'resident-id' } },
      ] as const,
  ),
  [`organization-${enterprise}`, { type: 'OrganizationRegistered', data: { uscc } }],
  [
    `apprenticeship-${apprenticeshipId}`,
    {
      type: 'ApprenticeshipProposed',
      data: {
        ...{ apprenticeshipId, person: idOf('li'), programme: 'tech-trainee', enterprise },
        ...{ occupation, region: '4403' },
      },
    },
  ],
  [
    `final-assessment-${apprenticeshipId}`,
    { type: 'FinalCompetenceAssessed', data: { attempt: 1, on: '2026-03-01', passed: true } },
  ],
];

const tellStream = async (
  store: EventStore,
  stream: string,
  events: readonly Message[],
): Promise<void> => {
  const meta = {
    ...{ commandId: idOf(stream), commandDigest: '0'.repeat(64), correlationId: idOf(stream) },
    ...{ causationId: idOf(stream), actor: { system: 'spec' }, subjects: [stream] },
    ...{ evidence: [], occurredOn: '2026-03-01', basedOn: [], schemaVersion: 1 },
  };
  const made = events.map((event, at) => ({ ...event, meta, id: uuidFrom(idOf(stream), `${at}`) }));
  await store.append([[{ stream, expected: 'none', events: made }]]);
};
