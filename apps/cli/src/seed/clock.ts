import type { Day } from '#kernel';
import { hours, type Hour } from './step.js';

/** Begin and end of each hour of a simulated day, in Shanghai. */
const spans: Readonly<Record<Hour, readonly [from: string, to: string]>> = {
  morning: ['08:30', '11:30'],
  afternoon: ['13:30', '16:30'],
  evening: ['17:00', '19:30'],
};

const instantOf = (day: Day, time: string): number => Date.parse(`${day}T${time}:00+08:00`);

/** A clock that is put forward from hour to hour, and in between moves on a little whenever it is read. */
export class SimulatedClock {
  #now = 0;
  #end = 0;

  set(day: Day, hour: Hour): void {
    const [from, to] = spans[hour];
    this.#now = instantOf(day, from);
    this.#end = instantOf(day, to);
  }

  /** Never reaches the end of the hour, however often it is read. */
  readonly read = (): Date => {
    this.#now += (this.#end - this.#now) / 2_000;
    return new Date(Math.floor(this.#now));
  };
}

/** Waves of one day by hour, in the order of the day. */
export const byHour = <T extends { readonly hour: Hour }>(
  waves: readonly T[],
): readonly (readonly [Hour, readonly T[]])[] =>
  hours
    .map((hour) => [hour, waves.filter((wave) => wave.hour === hour)] as const)
    .filter(([, some]) => some.length > 0);
