import { setImmediate } from 'node:timers/promises';
import type { UnitOutcome } from '../port.js';
import type { GroupOutcome } from './append-call.js';
import type { PreparedUnit } from './prepare.js';
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
 * Units that arrive while a call is under way share the next one, in order of arrival. Under load the groups grow by themselves;
 * a lone unit never waits.
 */
export class GroupCommit {
  readonly #queue: Waiting[] = [];
  readonly #send: Send;
  #running: Promise<void> | undefined;

  constructor(send: Send) {
    this.#send = send;
  }

  /** Resolves when the unit's commit is durable; rejects as `send` does, with the outcome unknown. */
  add(unit: PreparedUnit): Promise<UnitOutcome> {
    return new Promise((resolve, reject) => {
      this.#queue.push({ unit, resolve, reject });
      this.#running ??= this.#run();
    });
  }

  /** Resolves when nothing is waiting or under way. */
  async idle(): Promise<void> {
    while (this.#running) await this.#running;
  }

  async #run(): Promise<void> {
    // Whoever was answered by the last group, or is about to be heard, gets the chance to join the next.
    await setImmediate();
    while (this.#queue.length > 0) {
      await this.#commit(this.#take());
      await setImmediate();
    }
    this.#running = undefined;
  }

  /** The same event id never twice in a group: the function looks for stored ids once per call. */
  #take(): readonly Waiting[] {
    const ids = new Set<string>();
    let size = 0;
    let count = 0;
    for (const { unit } of this.#queue) {
      const fits =
        count < most.units &&
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
