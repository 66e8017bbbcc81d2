/** A value as the store would keep it: keys in order, absent and `undefined` alike. */
const asStored = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(asStored);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, inner]) => inner !== undefined)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, inner]) => [key, asStored(inner)]),
  );
};

const show = (value: unknown): string =>
  value === undefined ? 'nothing' : JSON.stringify(asStored(value));

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** The places where two values would not be stored alike, one line each; none when they would. */
export const differences = (expected: unknown, actual: unknown, path = ''): readonly string[] => {
  if (show(expected) === show(actual)) return [];
  const children = (keys: readonly string[], of: (key: string) => readonly [unknown, unknown]) =>
    keys.flatMap((key) => differences(...of(key), path ? `${path}.${key}` : key));
  if (Array.isArray(expected) && Array.isArray(actual)) {
    const [left, right]: readonly (readonly unknown[])[] = [expected, actual];
    const longest = Math.max(left?.length ?? 0, right?.length ?? 0);
    const places = Array.from({ length: longest }, (_, place) => String(place));
    return children(places, (place) => [left?.[Number(place)], right?.[Number(place)]]);
  }
  if (isRecord(expected) && isRecord(actual)) {
    const keys = new Set([...Object.keys(expected), ...Object.keys(actual)]);
    return children([...keys].sort(), (key) => [expected[key], actual[key]]);
  }
  return [`${path || 'value'}: expected ${show(expected)}, got ${show(actual)}`];
};

/** Freezes a value and all it holds, so that whoever changes it meets a TypeError. Answers the same value. */
export const frozen = <T>(value: T): T => {
  if (typeof value === 'object' && value !== null && !Object.isFrozen(value)) {
    Object.freeze(value);
    Object.values(value).forEach(frozen);
  }
  return value;
};
