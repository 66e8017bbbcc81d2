// Chance that is the same on every machine: everything follows from a seed and an index, so that a seeding that was cut short
// goes on where it stopped.

/** A number from 0 to 2³² − 1 that looks like chance, the same for the same seed, index and purpose. */
export const scatter = (seed: number, index: number, purpose: number): number => {
  let mixed = (seed ^ Math.imul(index + 1, 0x9e3779b1) ^ Math.imul(purpose + 1, 0x85ebca77)) >>> 0;
  mixed = Math.imul(mixed ^ (mixed >>> 16), 0x21f0aaad);
  mixed = Math.imul(mixed ^ (mixed >>> 15), 0x735a2d97);
  return (mixed ^ (mixed >>> 15)) >>> 0;
};

/** One of a list that is not empty. */
export const pick = <T>(list: readonly T[], chance: number): T => {
  const chosen = list[chance % list.length];
  if (chosen === undefined) throw new RangeError('nothing to pick from');
  return chosen;
};

const greatestCommonDivisor = (a: number, b: number): number =>
  b === 0 ? a : greatestCommonDivisor(b, a % b);

/**
 * Places 0 to size − 1 in an order that looks like chance: different indexes below `size` have different places. Indexes outside
 * throw a RangeError. `size` must stay below 2²⁶, so that every product is exact.
 */
export const shuffledPlaces = (seed: number, size: number): ((index: number) => number) => {
  const start = scatter(seed, 0, 101) % size;
  let step = Math.max(1, Math.floor(size * 0.618) + (scatter(seed, 1, 101) % 97));
  while (greatestCommonDivisor(step, size) !== 1) step += 1;
  return (index) => {
    if (!Number.isInteger(index) || index < 0 || index >= size)
      throw new RangeError(
        `only ${String(size)} different ones can be made, not number ${String(index)}`,
      );
    return (index * step + start) % size;
  };
};
