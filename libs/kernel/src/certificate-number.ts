import { z } from 'zod';
import { isProvince } from './codes.js';
import { levelMarks, type CertifiedLevel } from './level.js';
import { checkUscc } from './uscc.js';

/** Who filed as assessment body: employer Y, social organisation S, college J (the last is an assumption). */
export const BodyKind = z.enum(['Y', 'S', 'J']).meta({
  id: 'BodyKind',
  description:
    'Kind of assessment body in a certificate number: Y employer, S social organisation, J college.',
});
export type BodyKind = z.infer<typeof BodyKind>;

/** The seven parts of a skill-level certificate's number. The authority gives the first four, the body the rest. */
export interface LevelNumber {
  readonly bodyKind: BodyKind;
  /** Four digits: `0001` to `9999` for a body filed with the ministry, `0000` for one filed with a province. */
  readonly bodyCode: string;
  /** Two digits of GB/T 2260. */
  readonly province: string;
  /** Six digits. */
  readonly site: string;
  /** 2000 to 2099: two digits are printed. */
  readonly year: number;
  readonly level: CertifiedLevel;
  /** 1 to 999,999, unique per body, year and level. */
  readonly sequence: number;
}

/** Which character stands for which level; see `levelMarks`. */
export type LevelMarks = Readonly<Record<CertifiedLevel, string>>;

const shape =
  /^(?<bodyKind>[YSJ])(?<bodyCode>\d{4})(?<province>\d{2})(?<site>\d{6})(?<year>\d{2})(?<mark>[1-5A-Z])(?<sequence>\d{6})$/;

const isSequence = (sequence: number) =>
  Number.isInteger(sequence) && sequence >= 1 && sequence <= 999_999;

/** The parts of a 22-character number, or `undefined` when it is none: wrong shape, province, level mark or sequence 0. */
export const parseLevelNumber = (
  text: string,
  marks: LevelMarks = levelMarks,
): LevelNumber | undefined => {
  const found = shape.exec(text)?.groups as
    Record<'bodyCode' | 'province' | 'site' | 'year' | 'mark' | 'sequence', string> | undefined;
  if (!found || !isProvince(found.province)) return undefined;
  const level = (Object.keys(marks) as CertifiedLevel[]).find((key) => marks[key] === found.mark);
  const sequence = Number(found.sequence);
  if (!level || !isSequence(sequence)) return undefined;
  const { bodyCode, province, site } = found;
  const bodyKind = text.charAt(0) as BodyKind;
  return { bodyKind, bodyCode, province, site, year: 2000 + Number(found.year), level, sequence };
};

/** The 22-character number, or `undefined` when a part is out of its range: what it gives, `parseLevelNumber` takes apart again. */
export const formatLevelNumber = (
  parts: LevelNumber,
  marks: LevelMarks = levelMarks,
): string | undefined => {
  const { bodyKind, bodyCode, province, site, year, level, sequence } = parts;
  if (!isSequence(sequence) || !Number.isInteger(year) || year < 2000 || year > 2099)
    return undefined;
  const yy = String(year - 2000).padStart(2, '0');
  const text = [bodyKind, bodyCode, province, site, yy, marks[level], pad(sequence)].join('');
  return parseLevelNumber(text, marks) ? text : undefined;
};

/** The parts of a training certificate's number: its enterprise, the year, and 1 to 999,999 within both. */
export interface TrainingNumber {
  readonly uscc: string;
  readonly year: number;
  readonly sequence: number;
}

/** The parts of `TC-{uscc}-{yyyy}-{seq6}`, or `undefined` when it is none or the credit code is not valid. */
export const parseTrainingNumber = (text: string): TrainingNumber | undefined => {
  const [, uscc, year, sequence] = /^TC-([^-]{18})-(20\d{2})-(\d{6})$/.exec(text) ?? [];
  if (!uscc || !checkUscc(uscc).ok || !isSequence(Number(sequence))) return undefined;
  return { uscc, year: Number(year), sequence: Number(sequence) };
};

/** `TC-{uscc}-{yyyy}-{seq6}`, or `undefined` when a part is out of its range. */
export const formatTrainingNumber = ({
  uscc,
  year,
  sequence,
}: TrainingNumber): string | undefined => {
  const text = `TC-${uscc}-${year}-${pad(sequence)}`;
  return parseTrainingNumber(text) ? text : undefined;
};

const pad = (sequence: number) => String(sequence).padStart(6, '0');

/** As `parseLevelNumber` accepts it. */
export const LevelCertificateNumber = z
  .string()
  .refine(
    (text) => parseLevelNumber(text) !== undefined,
    'is no certificate number of 22 characters',
  )
  .meta({
    id: 'LevelCertificateNumber',
    description: 'Number of a skill-level certificate (职业技能等级证书), 22 characters.',
  });
/** As `parseTrainingNumber` accepts it. */
export const TrainingCertificateNumber = z
  .string()
  .refine(
    (text) => parseTrainingNumber(text) !== undefined,
    'must look like TC-{uscc}-{year}-{six digits}',
  )
  .meta({
    id: 'TrainingCertificateNumber',
    description:
      'Number of a training certificate (培训合格证书): TC, the enterprise, the year, six digits.',
  });
