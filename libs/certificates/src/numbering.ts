import { formatLevelNumber, formatTrainingNumber, yearOf, type CertifiedLevel } from '#kernel';
import { lookUp } from './buckets.js';
import type { CertificateFacts } from './certificate-types.js';

// Which series a number comes from follows from what is recorded once and for all – the day the final assessment was passed, the day
// the results were approved – and not from the day somebody asks (assumption: the papers only say "year"). Asking again, by whomever
// and after New Year, therefore leads to the same series, where the certificate finds the place it already has.

/** A number to be allotted, or as much of it as can be told. */
export interface Numbering {
  readonly series: string;
  readonly sequence: number;
  /** The place that is free, or the certificate's own when it has one. */
  readonly expected: number;
  /** `undefined` when a part is out of its range: nothing left in the series, or a body without the authority's parts. */
  readonly number: string | undefined;
}

export const trainingSeries = ({ organization, final }: CertificateFacts): string | undefined => {
  const passed = final?.passed.at(0);
  return passed && organization?.uscc ? `${organization.uscc}-${yearOf(passed.on)}` : undefined;
};

export const trainingNumbering = (
  facts: CertificateFacts,
  certificateId: string,
  proposed: number | undefined,
): Numbering | undefined => {
  const { organization, final, trainingNumbers } = facts;
  const series = trainingSeries(facts);
  const passed = final?.passed.at(0);
  if (series === undefined || !organization || !passed || !trainingNumbers) return undefined;
  const expected = lookUp(trainingNumbers.byCertificate, certificateId) ?? trainingNumbers.next;
  const sequence = proposed ?? expected;
  const number = formatTrainingNumber({
    uscc: organization.uscc,
    year: yearOf(passed.on),
    sequence,
  });
  return { series, sequence, expected, number };
};

export const levelSeries = ({ filing, batch }: CertificateFacts): string | undefined => {
  if (!filing || batch?.approvedOn === undefined) return undefined;
  const { kind, bodyCode, province, site } = filing;
  const yy = String(yearOf(batch.approvedOn)).slice(2);
  return `${kind}${bodyCode}${province}${site}-${yy}-${batch.level}`;
};

export const levelNumbering = (
  facts: CertificateFacts,
  certificateId: string,
  proposed: number | undefined,
): Numbering | undefined => {
  const { filing, batch, levelNumbers } = facts;
  const series = levelSeries(facts);
  if (series === undefined || !filing || !batch?.approvedOn || !levelNumbers) return undefined;
  const expected = lookUp(levelNumbers.byCertificate, certificateId) ?? levelNumbers.next;
  const sequence = proposed ?? expected;
  const { kind: bodyKind, bodyCode, province, site } = filing;
  const year = yearOf(batch.approvedOn);
  const level = certified(batch.level);
  const number =
    level && formatLevelNumber({ bodyKind, bodyCode, province, site, year, level, sequence });
  return { series, sequence, expected, number };
};

const certified = (level: CertifiedLevel | 'APPRENTICE'): CertifiedLevel | undefined =>
  level === 'APPRENTICE' ? undefined : level;
