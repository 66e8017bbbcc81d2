import { addDays, type Day } from '#kernel';
import { byHour, type SimulatedClock } from './clock.js';
import type { Diary } from './diary.js';
import { foundation } from './foundation.js';
import { leadDays, type ClassPlan, type Layout } from './layout.js';
import type { Sender } from './sending.js';
import type { Wave } from './step.js';
import { storyOf } from './story.js';

/**
 * Lanes under way at once, and chains of one lane: enough to share reads and commits, few enough that what is folded for the
 * classes under way stays in memory until their day is over.
 */
const together = { lanes: 6, chains: 40 };

/** A day of the simulation that is over. */
export interface SimulatedDay {
  readonly day: Day;
  readonly busy: boolean;
}

/** Plays the days from `from` on, one after the other, and tells each that is over. Memory holds the classes under way. */
export async function* simulate(
  layout: Layout,
  { sender, clock, from }: { readonly sender: Sender; readonly clock: SimulatedClock; from: Day },
): AsyncGenerator<SimulatedDay> {
  const waiting = layout.classes.toSorted((a, b) => (a.start < b.start ? -1 : 1));
  const diaries = new Set<Diary>();
  for (let day = from; day <= layout.parameters.until; day = addDays(day, 1)) {
    for (const plan of opening(waiting, day)) diaries.add(storyOf(layout, plan));
    const waves = [
      ...(day === layout.from ? foundation(layout) : []),
      ...[...diaries].flatMap((diary) => diary.take(day)),
    ];
    for (const [hour, some] of byHour(waves)) {
      clock.set(day, hour);
      await play(some, sender);
    }
    for (const diary of diaries) if (diary.last <= day) diaries.delete(diary);
    yield { day, busy: waves.length > 0 };
  }
}

/** Takes out those whose preparation has begun by `day`. */
const opening = (waiting: ClassPlan[], day: Day): readonly ClassPlan[] => {
  const count = waiting.findIndex(({ start }) => addDays(start, -leadDays) > day);
  return waiting.splice(0, count < 0 ? waiting.length : count);
};

const play = async (waves: readonly Wave[], sender: Sender): Promise<void> => {
  const lanes = [...Map.groupBy(waves, ({ lane }) => lane).values()];
  await eachOf(lanes, together.lanes, async (lane) => {
    for (const wave of lane)
      await eachOf(wave.chains(), together.chains, async (chain) => {
        for (const step of chain) await sender.send(step);
      });
  });
};

/** Works on `most` at once. Rejects with the first failure, after everything under way has ended. */
const eachOf = async <T>(
  list: readonly T[],
  most: number,
  work: (one: T) => Promise<void>,
): Promise<void> => {
  const queue = list.values();
  const failures: unknown[] = [];
  const run = async () => {
    for (const one of queue) {
      if (failures.length > 0) return;
      await work(one).catch((error: unknown) => failures.push(error));
    }
  };
  await Promise.all(Array.from({ length: Math.min(most, list.length) }, run));
  if (failures.length > 0) throw failures[0];
};
