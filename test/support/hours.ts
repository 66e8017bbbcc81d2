import { uuidFrom, type NewEvent, type Unit } from '#event-store';

type HoursType = 'TrainingHoursLogged' | 'TrainingHoursConfirmed' | 'TrainingHoursReversed';

/** Whose hours, which line of the ledger, and a number that tells one from another. */
export interface Line {
  readonly person: string;
  readonly entry: string;
  readonly turn: number;
}

/** What happens to one line of the ledger of hours, as the handler would write it: one command for each event. */
export const hoursFor = ({ person, entry, turn }: Line, types: readonly string[]): Unit => {
  const apprenticeshipId = uuidFrom(person, 'path');
  const on = `2026-03-${String(1 + (turn % 28)).padStart(2, '0')}`;
  const logged = {
    ...{ apprenticeshipId, entry, session: uuidFrom(entry, 'session'), on },
    ...{ from: '08:00', to: '12:00', minutes: 240, activity: 'practice', venue: 'enterprise' },
    ...{ trainer: uuidFrom(person, 'trainer'), checkIn: 'terminal' },
  };
  const data: Readonly<Record<HoursType, object>> = {
    TrainingHoursLogged: logged,
    TrainingHoursConfirmed: { apprenticeshipId, entry, recognisedMinutes: 240 },
    TrainingHoursReversed: {
      ...{ apprenticeshipId, entry, minutes: 240, recognisedMinutes: 240, reason: 'wrong-day' },
    },
  };
  const events = types.map((type, index): NewEvent => {
    const commandId = uuidFrom(entry, `${String(turn)}/${String(index)}`);
    return {
      id: uuidFrom(commandId, '0'),
      type,
      data: data[type as HoursType],
      meta: {
        ...{ commandId, commandDigest: '0'.repeat(64) },
        ...{ correlationId: commandId, causationId: commandId },
        actor: { system: 'test' },
        subjects: [`person-${person}`, `entry-${entry}`],
        ...{ evidence: [], occurredOn: on, basedOn: [], schemaVersion: 1 },
      },
    };
  });
  return [{ stream: `hours-${apprenticeshipId}`, expected: 'any', events }];
};

/** Makes a view's table refuse one row. */
export const poison = (view: string, key: string): string =>
  `alter table read.${view} add constraint poison check (key <> '${key}')`;
