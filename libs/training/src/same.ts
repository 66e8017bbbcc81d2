/**
 * Whether what is recorded says the same as what is asked, field by field: key order and fields left out do not matter. Tells a
 * repeated command from another one with the same id.
 */
export const same = (recorded: object | undefined, asked: object): boolean =>
  recorded !== undefined && canonical(recorded) === canonical(asked);

const canonical = (value: unknown): string =>
  JSON.stringify(value, (_key, part: unknown) =>
    typeof part === 'object' && part !== null && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1)))
      : part,
  );
