import type { Message, Recorded } from '#kernel';

/** Events as if they were a feed from position 1 on; the first subject is the trainee, where there is one. */
export const recorded = (events: readonly Message[]): readonly Recorded<Message>[] =>
  events.map((event, index) => ({
    ...event,
    meta: {
      id: `00000000-0000-5000-8000-${String(index).padStart(12, '0')}`,
      stream: 'workshop-x',
      revision: index,
      position: String(index + 1),
      recordedAt: `2026-03-02T00:00:00.${String(index).padStart(6, '0')}Z`,
      commandId: '',
      commandDigest: '',
      correlationId: '',
      causationId: '',
      actor: { system: 'spec' },
      subjects: ['trainee' in event.data ? `person-${String(event.data.trainee)}` : 'round'],
      evidence: [],
      occurredOn: '2026-03-02',
      basedOn: [],
      schemaVersion: 1,
    },
  }));
