const graphqlName = /^[_A-Za-z][_0-9A-Za-z]*$/;

/** Throws when the text cannot name a field or type: a programming error found at start. */
export const named = (text: string, where: string): string => {
  if (!graphqlName.test(text) || text.startsWith('__')) {
    throw new Error(`${where}: "${text}" cannot be a name in GraphQL`);
  }
  return text;
};

/** `LogHours` → `logHours`. */
export const lowerFirst = (text: string): string => text.slice(0, 1).toLowerCase() + text.slice(1);

/** `items` → `Items`. */
export const upperFirst = (text: string): string => text.slice(0, 1).toUpperCase() + text.slice(1);

/** `walk-in` → `WALK_IN`, `onHold` → `ON_HOLD`, `3x` → `_3X`. */
export const enumName = (value: string, where: string): string => {
  const name = value
    .replace(/([a-z0-9])([A-Z])/g, '$1_$2')
    .replaceAll(/[-\s./]+/g, '_')
    .toUpperCase();
  return named(/^\d/.test(name) ? `_${name}` : name, where);
};

/** `on-line` → `onLine`. */
export const camelCase = (value: string, where: string): string =>
  named(
    lowerFirst(
      value
        .split(/[-_\s./]+/)
        .map(upperFirst)
        .join(''),
    ),
    where,
  );
