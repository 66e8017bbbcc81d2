import { addDays, isWorkingDay, weekdayOf, type Day } from '#kernel';
import type { ClassPlan } from './layout.js';
import type { Member } from './members.js';
import type { Chain, Hour, Wave } from './step.js';

/** What is to be done for one class, by day; filled in the order of time. */
export class Diary {
  readonly #waves = new Map<Day, Wave[]>();
  readonly #stopped = new Set<number>();
  #course: readonly Member[] = [];
  #last: Day;

  constructor(
    readonly plan: ClassPlan,
    readonly members: readonly Member[],
    /** The id of the command sent under a name. */
    readonly commandId: (name: string) => string,
    first: Day,
  ) {
    this.#last = first;
  }

  /** The last day on which something is to be done. */
  get last(): Day {
    return this.#last;
  }

  /** Those whose story goes on. */
  get active(): readonly Member[] {
    return this.members.filter(({ place }) => !this.#stopped.has(place));
  }

  /** Those who began the course, whatever became of them since. */
  get course(): readonly Member[] {
    return this.#course;
  }

  courseBegins(): void {
    this.#course = this.active;
  }

  /** The first day of the class's own weekdays that is worked, `days` after `day` or later. */
  after(day: Day, days: number): Day {
    let found = addDays(day, days);
    while (!this.plan.weekdays.includes(weekdayOf(found)) || !isWorkingDay(found))
      found = addDays(found, 1);
    return found;
  }

  /** Chains that share no stream. */
  beside(
    day: Day,
    chains: () => readonly Chain[],
    hour: Hour = 'morning',
    lane = this.plan.key,
  ): void {
    const waves = this.#waves.get(day) ?? [];
    waves.push({ day, hour, lane, chains });
    this.#waves.set(day, waves);
    if (day > this.#last) this.#last = day;
  }

  /** Steps one after the other. */
  inTurn(day: Day, steps: () => Chain, hour?: Hour, lane?: string): void {
    this.beside(day, () => [steps()], hour, lane);
  }

  /** For everyone whose story goes on; those who halt at this milestone do it and nothing after. */
  milestone(name: string, day: Day, stepsOf: (member: Member) => Chain): void {
    const who = this.active;
    this.beside(day, () => who.map(stepsOf));
    this.reach(name);
  }

  /** The same, one after the other, because all touch one stream. */
  milestoneInTurn(
    name: string,
    day: Day,
    stepsOf: (member: Member) => Chain,
    at: { readonly hour?: Hour; readonly lane?: string } = {},
  ): void {
    const who = this.active;
    this.inTurn(day, () => who.flatMap(stepsOf), at.hour, at.lane);
    this.reach(name);
  }

  /** Those who halt here stop. */
  reach(name: string): void {
    for (const { place, halt } of this.members) if (halt === name) this.#stopped.add(place);
  }

  stop({ place }: Member): void {
    this.#stopped.add(place);
  }

  /** Hands out a day's waves, once. */
  take(day: Day): readonly Wave[] {
    const waves = this.#waves.get(day) ?? [];
    this.#waves.delete(day);
    return waves;
  }
}
