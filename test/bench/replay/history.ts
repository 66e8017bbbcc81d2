import { uuidFrom, type EventStore, type NewEvent } from '#event-store';
import { enterprise, hoursOf, metaOf } from './shapes.js';

export const person = '0b6f3a52-3d7a-4d5c-8a0e-2f5a3e1c9d01';
const path = '0b6f3a52-3d7a-4d5c-8a0e-2f5a3e1c9d02';
const id = (name: string) => uuidFrom(path, name);

/** A path of 350 events: proposed and started, 168 sessions logged and confirmed, and some taken back. */
const messages = (): { stream: string; type: string; data: object }[] => {
  const apprenticeshipId = path;
  const at = (stream: string) => (type: string, data: object) => ({
    stream,
    type,
    data: { apprenticeshipId, ...data },
  });
  const step = at(`apprenticeship-${path}`);
  const hour = at(`hours-${path}`);
  const entries = Array.from({ length: 168 }, (_, turn) => id(`entry ${String(turn)}`));
  const opening = [
    step('ApprenticeshipProposed', {
      ...{ person, programme: 'student-apprentice', enterprise, postId: id('post') },
      ...{ occupation: '6-31-01-03', region: '440106' },
    }),
    step('EmploymentIntentStated', {}),
    step('EligibilityConfirmed', { graduatesOn: '2025-06-30' }),
    step('ApprenticeshipFiled', { plannedStart: '2025-01-06', late: false }),
    step('ApprenticeshipFilingAccepted', { filingNumber: 'GZ-2024-0917', lateAllowed: false }),
    step('ApprenticeEnrolledInClass', { classId: id('class') }),
    step('MentorAssigned', { mentor: id('mentor') }),
    step('SafetyInductionPassed', { on: '2025-01-03' }),
    step('TrainingStarted', { on: '2025-01-06', until: '2026-01-05' }),
  ];
  const logged = entries.map((entry, turn) =>
    hour('TrainingHoursLogged', hoursOf(path, entry, turn)),
  );
  const confirmed = entries.map((entry) =>
    hour('TrainingHoursConfirmed', { entry, recognisedMinutes: 240 }),
  );
  const reversed = entries.slice(0, 5).map((entry) =>
    hour('TrainingHoursReversed', {
      entry,
      minutes: 240,
      recognisedMinutes: 240,
      reason: 'wrong-day',
    }),
  );
  return [...opening, ...logged, ...confirmed, ...reversed];
};

/** Writes the history of the one who is replayed, an event per append, and answers how many there are. */
export const writeHistory = async (
  store: EventStore,
  from: number,
  until: number,
): Promise<number> => {
  const all = messages();
  for (const [index, { stream, type, data }] of [...all.entries()].slice(from, until)) {
    const commandId = id(`command ${String(index)}`);
    const meta = metaOf(commandId, [
      `person-${person}`,
      `organization-${enterprise}`,
      `class-${id('class')}`,
    ]);
    const event: NewEvent = { id: uuidFrom(commandId, '0'), type, data, meta };
    await store.append([[{ stream, expected: 'any', events: [event] }]]);
  }
  return all.length;
};
