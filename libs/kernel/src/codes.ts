import { z } from 'zod';

/** First two digits of GB/T 2260: the provinces, with Hong Kong 81, Macao 82 and Taiwan 71. */
const provinces = new Set(
  '11 12 13 14 15 21 22 23 31 32 33 34 35 36 37 41 42 43 44 45 46 50 51 52 53 54 61 62 63 64 65 71 81 82'.split(
    ' ',
  ),
);

/** Whether the first two digits name a province. Counties come and go, so what follows is not looked up. */
export const isProvince = (code: string): boolean => provinces.has(code.slice(0, 2));

/** GB/T 2260: a province (`44`), a city (`4401`) or a county (`440106`). */
export const RegionCode = z
  .string()
  .regex(/^\d{2}(?:\d{2}){0,2}$/, 'must be 2, 4 or 6 digits')
  .refine(isProvince, 'names no province')
  .meta({
    id: 'RegionCode',
    description: 'GB/T 2260 region: 2 digits for a province, 4 for a city, 6 for a county.',
  });
export type RegionCode = z.infer<typeof RegionCode>;

/**
 * What all codes within a region begin with: `440300` gives `4403`, for a full code names a whole city or province by its trailing
 * zeros. A text that is no code, the empty one included, gives what no code begins with.
 */
export const regionPrefix = (code: string): string =>
  /^\d{2}(?:\d{2}){0,2}$/.test(code) ? code.replace(/(?:00){1,2}$/, '') : '-';

/** Whether `inner` lies in `outer` or is the same: `440106` lies in `4401`, in `440100`, in `44` and in `CN`. */
export const isWithinRegion = (inner: string, outer: string): boolean =>
  outer === 'CN' || inner.startsWith(regionPrefix(outer));

/** An occupation of the classification catalogue, `6-31-01-03`; which edition (2015, 2022) is kept beside it. */
export const OccupationCode = z
  .string()
  .regex(/^\d-\d{2}-\d{2}-\d{2}$/, 'must look like 6-31-01-03')
  .meta({
    id: 'OccupationCode',
    description: 'Occupation of the national classification catalogue, as in 6-31-01-03.',
  });
export type OccupationCode = z.infer<typeof OccupationCode>;

/** A UUID in lower case: ids name streams, and one id in two spellings would be two streams. */
export const Uuid = z
  .uuid()
  .refine((text) => text === text.toLowerCase(), 'must be in lower case')
  .meta({ id: 'Uuid', description: 'A UUID (RFC 9562) in lower case.' });
export type Uuid = z.infer<typeof Uuid>;
