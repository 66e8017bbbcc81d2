import { z } from 'zod';

/**
 * The "new eight levels" (新八级) by their standard codes, lowest first. Enterprises may show other names and sub-grades; what is
 * stored is always one of these.
 */
export const Level = z
  .enum([
    'APPRENTICE',
    'JUNIOR',
    'INTERMEDIATE',
    'SENIOR',
    'TECHNICIAN',
    'SENIOR_TECHNICIAN',
    'SPECIAL_TECHNICIAN',
    'CHIEF_TECHNICIAN',
  ])
  .meta({
    id: 'Level',
    description: 'Standard skill level (新八级), from apprentice to chief technician.',
  });
export type Level = z.infer<typeof Level>;

/** 0 for an apprentice to 7 for a chief technician: the only thing levels may be compared by. */
export const rankOf = (level: Level): number => Level.options.indexOf(level);

/** Negative, zero or positive, as for sorting: lower levels first. */
export const compareLevels = (a: Level, b: Level): number => rankOf(a) - rankOf(b);

/** The level's usual words, for people. */
export const levelWords: Readonly<Record<Level, { readonly zh: string; readonly en: string }>> = {
  APPRENTICE: { zh: '学徒工', en: 'apprentice' },
  JUNIOR: { zh: '初级工', en: 'junior' },
  INTERMEDIATE: { zh: '中级工', en: 'intermediate' },
  SENIOR: { zh: '高级工', en: 'senior' },
  TECHNICIAN: { zh: '技师', en: 'technician' },
  SENIOR_TECHNICIAN: { zh: '高级技师', en: 'senior technician' },
  SPECIAL_TECHNICIAN: { zh: '特级技师', en: 'special technician' },
  CHIEF_TECHNICIAN: { zh: '首席技师', en: 'chief technician' },
};

/** The levels that a skill-level certificate exists for; an apprentice has none. */
export type CertifiedLevel = Exclude<Level, 'APPRENTICE'>;

/**
 * What stands for the level in a certificate's number. The national digits fall as skill rises (5 junior to 1 senior technician).
 * The letters of the two highest levels are not published: these two are assumptions, and a jurisdiction may say otherwise.
 */
export const levelMarks: Readonly<Record<CertifiedLevel, string>> = {
  JUNIOR: '5',
  INTERMEDIATE: '4',
  SENIOR: '3',
  TECHNICIAN: '2',
  SENIOR_TECHNICIAN: '1',
  SPECIAL_TECHNICIAN: 'T',
  CHIEF_TECHNICIAN: 'C',
};
