import { uuidFrom, type EventStore, type NewEvent, type Unit } from '#event-store';
import { metaOf, hoursOf } from '../replay/shapes.js';

const space = '0d8a5c1e-96a5-4a2c-8f5a-3f1f0b5d2c01';
const id = (name: string) => uuidFrom(space, name);

/** One session of one trainee: logged and confirmed, and every tenth time a review of the path. */
const session = (person: number, turn: number): Unit => {
  const apprenticeshipId = id(`path ${String(person)}`);
  const entry = id(`entry ${String(person)}/${String(turn)}`);
  const subjects = [
    `person-${id(`person ${String(person)}`)}`,
    `organization-${id(`enterprise ${String(person % 50)}`)}`,
    `class-${id(`class ${String(person % 300)}`)}`,
  ];
  const event = (type: string, data: object): NewEvent => {
    const commandId = id(`${type} ${String(person)}/${String(turn)}`);
    return { id: uuidFrom(commandId, '0'), type, data, meta: metaOf(commandId, subjects) };
  };
  const hours = [
    event('TrainingHoursLogged', hoursOf(apprenticeshipId, entry, turn)),
    event('TrainingHoursConfirmed', { apprenticeshipId, entry, recognisedMinutes: 240 }),
  ];
  const review = event('PracticeReviewRecorded', { apprenticeshipId });
  return [
    { stream: `hours-${apprenticeshipId}`, expected: 'any', events: hours },
    ...(turn % 10 === 0
      ? [
          {
            stream: `apprenticeship-${apprenticeshipId}`,
            expected: 'any' as const,
            events: [review],
          },
        ]
      : []),
  ];
};

/** Fills a store with sessions as they come in life, all trainees in turn. Answers how many events there are. */
export const fill = async (
  store: EventStore,
  events: number,
  trainees: number,
): Promise<number> => {
  let count = 0;
  for (let turn = 0; count < events; turn += 1)
    for (let first = 0; first < trainees; first += 500) {
      const some = Math.min(500, trainees - first);
      const units = Array.from({ length: some }, (_, index) => session(first + index, turn));
      await store.append(units);
      count += units.flat().reduce((sum, operation) => sum + operation.events.length, 0);
    }
  return count;
};
