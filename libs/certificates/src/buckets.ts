/**
 * Values by UUID for streams that grow by tens of thousands: a plain record would be copied whole at every event, and folding would
 * be quadratic. Here an entry copies three small records. The last digits spread evenly in every version of UUID, the first do not.
 */
export type Buckets<T> = Readonly<
  Record<string, Readonly<Record<string, Readonly<Record<string, T>>>>>
>;

const place = (id: string): readonly [string, string] => [id.slice(-2), id.slice(-4, -2)];

export const lookUp = <T>(buckets: Buckets<T>, id: string): T | undefined => {
  const [outer, inner] = place(id);
  return buckets[outer]?.[inner]?.[id];
};

export const withEntry = <T>(buckets: Buckets<T>, id: string, value: T): Buckets<T> => {
  const [outer, inner] = place(id);
  const middle = buckets[outer] ?? {};
  return { ...buckets, [outer]: { ...middle, [inner]: { ...middle[inner], [id]: value } } };
};
