import { projection, event, type AnyProjection } from '#kernel';
import { z } from 'zod';
const E1 = event('A', { n: z.number() });
const E2 = event('B', { m: z.number() });
type E = z.infer<typeof E1> | z.infer<typeof E2>;
const p = projection<E, { n: number }>({ table: 't', key: () => 'a', empty: { n: 0 }, on: { A: (r, e) => ({ n: r.n + e.data.n }), B: 'ignored' }, columns: {}, values: () => ({}) });
export const all: AnyProjection[] = [p];
