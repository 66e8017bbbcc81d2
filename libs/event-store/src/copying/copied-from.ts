import type { Meta } from '#kernel';

export type CopiedFrom = NonNullable<Meta['copiedFrom']>;

const key = '"copiedFrom":';

/** Metadata (a JSON object without `copiedFrom`) with it as the last key: what is before it stays as it is, to the byte. */
export const withCopiedFrom = (meta: string, { store, position }: CopiedFrom): string => {
  const added = `${key}${JSON.stringify({ store, position })}}`;
  return meta === '{}' ? `{${added}` : `${meta.slice(0, -1)},${added}`;
};

/** Takes apart what `withCopiedFrom` put together. Metadata of an event that was never copied come back as they are. */
export const withoutCopiedFrom = (
  meta: string,
): { readonly meta: string; readonly copiedFrom?: CopiedFrom } => {
  // The key's own text can also stand inside a string of the writer's; only the parser tells.
  if (!meta.includes(key)) return { meta };
  const { copiedFrom } = JSON.parse(meta) as Partial<Meta>;
  if (!copiedFrom) return { meta };
  const { store, position } = copiedFrom;
  const added = `${key}${JSON.stringify({ store, position })}}`;
  if (!meta.endsWith(added)) throw new Error('copiedFrom is not the last key of the metadata');
  const rest = meta.slice(0, -added.length);
  return { meta: rest === '{' ? '{}' : `${rest.slice(0, -1)}}`, copiedFrom: { store, position } };
};
