import { uuidFrom } from '#event-store';
import type { EventMeta } from '#kernel';

export const enterprise = '0b6f3a52-3d7a-4d5c-8a0e-2f5a3e1c9d03';

export const metaOf = (commandId: string, subjects: readonly string[]): EventMeta => ({
  commandId,
  commandDigest: '9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08',
  correlationId: commandId,
  causationId: commandId,
  actor: { user: 'mentor-17', role: 'enterprise', organization: enterprise },
  subjects,
  evidence: [],
  occurredOn: '2025-03-03',
  rules: '44/student-apprentice/2022-10-01/1',
  basedOn: [{ stream: `apprenticeship-${commandId}`, revision: 11 }],
  schemaVersion: 1,
});

/** The hours of one attended session, on a day of their own. */
export const hoursOf = (apprenticeshipId: string, entry: string, turn: number) => ({
  apprenticeshipId,
  entry,
  session: uuidFrom(entry, 'session'),
  on: new Date(Date.UTC(2025, 0, 6 + turn)).toISOString().slice(0, 10),
  from: '08:30',
  to: '12:30',
  minutes: 240,
  activity: turn % 3 === 0 ? 'theory' : 'practice',
  venue: 'enterprise',
  trainer: uuidFrom(enterprise, `trainer ${String(turn % 9)}`),
  checkIn: 'face',
});
