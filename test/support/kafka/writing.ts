import { randomUUID } from 'node:crypto';
import type { EventStore, NewEvent } from '#event-store';

/** An event of the given subject, of the size and shape of an ordinary one; `number` tells it from its neighbours. */
export const eventAbout = (subject: string, number: number): NewEvent => {
  const commandId = randomUUID();
  return {
    id: randomUUID(),
    type: 'HoursLogged',
    data: { entry: commandId, number, kind: 'public', from: '08:30', to: '11:30', minutes: 180 },
    meta: {
      commandId,
      commandDigest: commandId.replaceAll('-', '').repeat(2),
      correlationId: commandId,
      causationId: commandId,
      actor: { user: `trainer-${String(number % 40)}`, role: 'base', organization: randomUUID() },
      subjects: [subject, `class-${String(number % 50)}`],
      evidence: [],
      occurredOn: '2026-03-02',
      rules: '44/student-apprentice/2022-10-01/1',
      basedOn: [{ stream: `agreement-${subject}`, revision: 3 }],
      schemaVersion: 1,
    },
  };
};

/** Appends `count` events to streams of `subjects` subjects in turn, in groups; answers when the last is stored. */
export const append = async (store: EventStore, count: number, subjects = 200): Promise<void> => {
  for (let from = 0; from < count; from += 500) {
    const group = Array.from({ length: Math.min(500, count - from) }, (_, index) => {
      const subject = `person-${String((from + index) % subjects)}`;
      return [
        {
          stream: `hours-${subject}`,
          expected: 'any' as const,
          events: [eventAbout(subject, from + index)],
        },
      ];
    });
    const outcomes = await store.append(group);
    const refused = outcomes.find(({ ok }) => !ok);
    if (refused) throw new Error(`refused: ${JSON.stringify(refused)}`);
  }
};

/** Appends one event that `number` tells from the others. */
export const appendOne = async (store: EventStore, number: number): Promise<void> => {
  const subject = `person-${String(number % 200)}`;
  const events = [eventAbout(subject, number)];
  const [outcome] = await store.append([[{ stream: `hours-${subject}`, expected: 'any', events }]]);
  if (!outcome?.ok) throw new Error(`refused: ${JSON.stringify(outcome)}`);
};
