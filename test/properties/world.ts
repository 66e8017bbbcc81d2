// A small world of its own: a store in memory, the real handler over all contexts, a clock that walks moved by hand. Every command
// that goes through it is held to the properties that any command must have.
import { deepStrictEqual, ok, strictEqual } from 'node:assert/strict';
import {
  digestOf,
  engineOf,
  handle,
  historyOf,
  membersOf,
  uuidFrom,
  type Engine,
  type Outcome,
} from '#event-store';
import {
  aboutOf,
  addDays,
  kernelRefusals,
  type Actor,
  type Allow,
  type Message,
  type Parties,
  type PersonFact,
} from '#kernel';
import { lateApprovals, ruleBook } from '#policy';
import { contexts } from '../../apps/worker/src/index.js';
import { MemoryEventStore } from '../support/memory-event-store.js';
import type { Tally } from './tally.js';
import type { Choices, Offer } from './values.js';

type Asked = Parameters<typeof handle>[1];

const remembered = 12;

export class World implements Offer {
  readonly store: MemoryEventStore;
  readonly engine: Engine;
  readonly #seen = new Map<string, unknown[]>();
  readonly #people = new Map<string, PersonFact>();
  #now = new Date('2026-03-02T01:00:00.000Z');
  #ids = 0;
  #commands = 0;
  #stored = 0;
  #asked: readonly [Allow, Parties] | undefined;

  /** `taken` hears of each command that made events: who may send it, and who stood in which relation to it. */
  constructor(
    readonly choose: Choices,
    readonly tally: Tally,
    readonly taken?: (command: string, allow: Allow, parties: Parties) => void,
  ) {
    this.store = new MemoryEventStore({ clock: () => this.#now });
    this.engine = engineOf({
      store: this.store,
      contexts,
      // Who may do what is shown elsewhere: here every actor may try everything, so that every rule is met.
      permits: {
        mayTry: () => true,
        related: (allow, _actor, parties) => {
          this.#asked = [allow, parties];
          return true;
        },
      },
      people: (ids) =>
        Promise.resolve(new Map(ids.map((id) => [id, this.#people.get(id) ?? { known: 'no' }]))),
      keepPersonal: ({ person, identity }) => {
        if (identity)
          this.#people.set(person, { known: 'yes', born: identity.born ?? '2005-05-05' });
        return Promise.resolve({ ok: true });
      },
      commandDigest: digestOf,
      ruleBook,
      lateApprovals,
      clock: () => this.#now,
    });
  }

  get today(): string {
    return this.day(0);
  }
  day(offset: number): string {
    return addDays(this.#now.toISOString().slice(0, 10), offset);
  }
  wait(days: number): void {
    this.#now = new Date(this.#now.getTime() + days * 86_400_000);
  }
  newId(): string {
    this.#ids += 1;
    return uuidFrom('74738ff5-5367-5958-9aee-98fffdcd1876', `id:${String(this.#ids)}`);
  }
  seen(name: string): readonly unknown[] {
    return this.#seen.get(name) ?? [];
  }

  /** Puts a command, checks what must hold of any answer, and again of the same command sent twice. */
  async put(category: string, command: Message, actor: Actor): Promise<Outcome> {
    this.#commands += 1;
    const commandId = uuidFrom(
      '5b6962dd-3f90-4c93-8f61-eabfa4a803e2',
      `command:${String(this.#commands)}`,
    );
    const asked = { category, input: command, envelope: { commandId, ...this.#proof() }, actor };
    this.#asked = undefined;
    const outcome = await this.#handle(asked);
    const count = this.tally.of(category);
    count.runs += 1;
    const stored = await this.#newEvents();
    if (outcome.outcome === 'rejected') {
      this.#mustBeNamed(category, outcome);
      for (const { code } of outcome.reasons) count.led.add(`${command.type} ${code}`);
      strictEqual(stored.length, 0, 'refused and written all the same');
      return outcome;
    }
    count.accepted += 1;
    for (const { type } of outcome.events) count.led.add(`${command.type} ${type}`);
    if (outcome.events.length === 0) {
      count.silent += 1;
      strictEqual(stored.length, 0, 'nothing to say and written all the same');
    } else {
      this.#tell(command.type);
      await this.#mustRepeat(asked, outcome);
    }
    if (!this.#isInternal(category)) for (const event of stored) this.#learn(event);
    return outcome;
  }

  /** Most acts come with evidence, so that those that need some are met both ways. */
  #proof() {
    const digest = 'c0'.repeat(32);
    return this.#commands % 11 === 0 ? {} : { evidence: [{ kind: 'scan', digest }] };
  }

  #tell(command: string): void {
    if (this.#asked) this.taken?.(command, ...this.#asked);
  }

  /** An exception is a failure that names its command. */
  async #handle(asked: Asked): Promise<Outcome> {
    try {
      return await handle(this.engine, asked);
    } catch (error) {
      throw new Error(`threw at ${JSON.stringify(asked)}`, { cause: error });
    }
  }

  #mustBeNamed(category: string, { reasons }: Extract<Outcome, { outcome: 'rejected' }>): void {
    const books = [kernelRefusals, ...[...this.engine.deciders.values()].map((d) => d.refusals)];
    for (const { code, clause, zh, en } of reasons) {
      ok(
        books.some((book) => code in book),
        `${code} is in no book`,
      );
      ok(clause && zh && en, `${code} has no words`);
      this.tally.of(category).refusals.add(code);
    }
  }

  /** Everything appended since the last look; each must fit its own decider's schema and have subjects. */
  async #newEvents() {
    const events = await this.store.readAll(String(this.#stored), {}, 1000);
    this.#stored += events.length;
    for (const { type, data, meta } of events) {
      const owner = this.ownerOf(type);
      ok(owner && meta.stream.startsWith(`${owner.category}-`), `${type} in ${meta.stream}`);
      deepStrictEqual(owner.events.parse({ type, data }), { type, data });
      ok(meta.subjects.length > 0, `${type} has no subject`);
      this.tally.of(owner.category).events.add(type);
    }
    return events;
  }

  ownerOf(type: string) {
    return [...this.engine.deciders.values()].find(({ events }) =>
      membersOf(events).some((member) => member.shape.type.value === type),
    );
  }

  /** The same id again: same ids, same position, nothing written. The same id for something else: refused by name. */
  async #mustRepeat(asked: Asked, first: Extract<Outcome, { outcome: 'accepted' }>): Promise<void> {
    const head = await this.store.head();
    deepStrictEqual(await handle(this.engine, asked), first);
    const envelope = { ...asked.envelope, occurredOn: this.day(-400) };
    const other = await handle(this.engine, { ...asked, envelope });
    strictEqual(other.outcome === 'rejected' && other.reasons[0].code, 'E_COMMAND_ID');
    strictEqual(await this.store.head(), head);
    this.tally.of(asked.category).repeated += 1;
  }

  /** Reservations sent alone speak of things that are nowhere else: nothing to go by. */
  #isInternal(category: string): boolean {
    const decider = this.engine.deciders.get(category);
    return (
      decider !== undefined &&
      membersOf(decider.commands).every((member) => Object.keys(aboutOf(member).allow).length === 0)
    );
  }

  #learn({ data }: Message): void {
    for (const [name, value] of Object.entries(data)) {
      const values = this.#seen.get(name) ?? [];
      this.#seen.set(name, values);
      if (!values.includes(value)) values.push(value);
      if (values.length > remembered) values.shift();
    }
  }

  /** Every stream folded from nothing is what the handler has in mind. */
  async mustReplay(): Promise<void> {
    const events = await this.store.readAll(undefined, {}, 10_000);
    for (const [stream, own] of Map.groupBy(events, ({ meta }) => meta.stream)) {
      const decider = this.ownerOf(own[0]?.type ?? '');
      ok(decider, stream);
      const cold = own.reduce((state, event) => decider.evolve(state, event), decider.initial);
      const warm = await this.engine.reader.fold(stream, historyOf(decider));
      deepStrictEqual(warm.state.state, cold, stream);
    }
  }
}
