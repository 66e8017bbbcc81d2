import { setImmediate as yieldOnce } from 'node:timers/promises';
import type { UnitOutcome } from '../port.js';
import type { GroupOutcome } from './append-call.js';
import type { PreparedUnit } from '../prepare.js';
import { StoreUnavailable } from '../port.js';

/** Bounds of one call: enough to make the commit cheap, small enough to keep the others' wait short. */
const most = { units: 200, events: 2_000, characters: 4_000_000 };

interface Waiting {
  readonly unit: PreparedUnit;
  readonly resolve: (outcome: UnitOutcome) => void;
  readonly reject: (error: unknown) => void;
}

/** Sends a group in one transaction. */
export type Send = (units: readonly PreparedUnit[]) => Promise<GroupOutcome>;

/**
 * How many calls may be under way, one behind the other on one connection: with a second the server need not wait while this
 * process answers the first and makes up the next. It is sent only when so many units wait that halving the group costs less than
 * the waiting.
 */
export interface Pipelining {
  readonly calls: number;
  readonly worthwhile: number;
}

/**
 * Units that arrive while calls are under way share the next one, in order of arrival. Under load the groups grow by themselves; a
 * lone unit never waits.
 */
export class GroupCommit {
  readonly #queue: Waiting[] = [];
  readonly #send: Send;
  readonly #pipelining: Pipelining;
  readonly #underWay = new Set<Promise<void>>();
  #unitsUnderWay = 0;
  #due = false;

  /** `send` must keep the order of its calls. */
  constructor(send: Send, pipelining: Pipelining = { calls: 2, worthwhile: 32 }) {
    this.#send = send;
    this.#pipelining = pipelining;
  }

  /** Resolves when the unit's commit is durable; rejects as `send` does, with the outcome unknown. */
  add(unit: PreparedUnit): Promise<UnitOutcome> {
    return new Promise((resolve, reject) => {
      this.#queue.push({ unit, resolve, reject });
      this.#arrange();
    });
  }

  /** Resolves when nothing is waiting or under way. */
  async idle(): Promise<void> {
    while (this.#due || this.#underWay.size > 0) {
      await (this.#underWay.size > 0 ? Promise.all(this.#underWay) : yieldOnce());
    }
  }

  /** Whoever was answered by the last group, or is about to be heard, gets the chance to join the next. */
  #arrange(): void {
    if (this.#due) return;
    this.#due = true;
    setImmediate(() => {
      this.#due = false;
      while (this.#mayCall()) this.#call(this.#take());
    });
  }

  #mayCall(): boolean {
    const { calls, worthwhile } = this.#pipelining;
    const under = this.#underWay.size;
    return (
      this.#queue.length > 0 && (under === 0 || (under < calls && this.#queue.length >= worthwhile))
    );
  }

  #call(group: readonly Waiting[]): void {
    this.#unitsUnderWay += group.length;
    const call = this.#commit(group).finally(() => {
      this.#unitsUnderWay -= group.length;
      this.#underWay.delete(call);
      if (this.#queue.length > 0) this.#arrange();
    });
    this.#underWay.add(call);
  }

  /** The same event id never twice in a group: the function looks for stored ids once per call. */
  #take(): readonly Waiting[] {
    const { calls, worthwhile } = this.#pipelining;
    const share = Math.max(
      worthwhile,
      Math.ceil((this.#queue.length + this.#unitsUnderWay) / calls),
    );
    const ids = new Set<string>();
    let size = 0;
    let count = 0;
    for (const { unit } of this.#queue) {
      const fits =
        count < Math.min(most.units, share) &&
        ids.size + unit.ids.length <= most.events &&
        size + unit.size <= most.characters;
      if (count > 0 && (!fits || unit.ids.some((id) => ids.has(id)))) break;
      for (const id of unit.ids) ids.add(id);
      size += unit.size;
      count += 1;
    }
    return this.#queue.splice(0, count);
  }

  async #commit(group: readonly Waiting[]): Promise<void> {
    try {
      const { outcomes } = await this.#send(group.map(({ unit }) => unit));
      outcomes.forEach((outcome, index) => group[index]?.resolve(outcome));
    } catch (error) {
      if (group.length === 1 || error instanceof StoreUnavailable) {
        for (const { reject } of group) reject(error);
        return;
      }
      // One unit that the database refuses must not take its neighbours along: nothing was written, so each goes alone.
      for (const waiting of group) await this.#commit([waiting]);
    }
  }
}
