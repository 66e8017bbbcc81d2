import type { Pool } from '#postgres';

interface Row {
  readonly stream: string;
  readonly type: string;
  readonly data: Readonly<Record<string, string>>;
}

/** One kind of reservation: who holds what now, and which streams stand behind it. */
interface Ledger {
  readonly name: string;
  /** Category of the streams that reservations are for. */
  readonly category: string;
  readonly held: Map<string, string>;
  readonly begun: Map<string, string>;
}

/**
 * Reservations that nothing stands behind, and what stands there without its reservation. Told from the events as they lie in the
 * table, with none of the code that is under test.
 */
export const findDangling = async (pool: Pool): Promise<readonly string[]> => {
  const { rows } = await pool.query<Row>(
    'select stream, type, data from es.events order by position',
  );
  const persons = ledger('person', 'apprenticeship');
  const trainers = ledger('trainer', 'session');
  const trainingNumbers = ledger('training number', 'certificate');
  const levelNumbers = ledger('level number', 'certificate');
  const levels = ledger('level', 'certificate');
  for (const { stream, type, data } of rows) {
    const { apprenticeshipId = '', sessionId = '', certificateId = '', person = '' } = data;
    if (type === 'PersonReserved') persons.held.set(apprenticeshipId, person);
    if (type === 'PersonReleased') persons.held.delete(apprenticeshipId);
    if (type === 'ApprenticeshipProposed') persons.begun.set(apprenticeshipId, person);
    if (type === 'TrainerBooked') trainers.held.set(sessionId, stream.slice(-47));
    if (type === 'TrainerFreed') trainers.held.delete(sessionId);
    if (type === 'SessionScheduled')
      trainers.begun.set(sessionId, `${String(data['trainer'])}-${String(data['on'])}`);
    if (type === 'TrainingNumberAllotted') trainingNumbers.held.set(certificateId, '');
    if (type === 'TrainingCertificateIssued') trainingNumbers.begun.set(certificateId, '');
    if (type === 'LevelNumberAllotted') levelNumbers.held.set(certificateId, '');
    if (type === 'LevelNoLongerHeld') levels.held.delete(certificateId);
    if (type === 'LevelHeld') levels.held.set(certificateId, person);
    if (type === 'CertificateNumbered') {
      levelNumbers.begun.set(certificateId, '');
      levels.begun.set(certificateId, person);
    }
  }
  return [persons, trainers, trainingNumbers, levelNumbers, levels].flatMap(differences);
};

const ledger = (name: string, category: string): Ledger => ({
  ...{ name, category },
  held: new Map(),
  begun: new Map(),
});

const differences = ({ name, category, held, begun }: Ledger): readonly string[] => [
  ...[...held]
    .filter(([id, what]) => begun.get(id) !== what)
    .map(([id, what]) => `${name} ${what} is held by ${category} ${id}, which is not there`),
  ...[...begun]
    .filter(([id, what]) => held.get(id) !== what)
    .map(([id, what]) => `${category} ${id} is there without its ${name} ${what}`),
];
