import { uuidFrom, type EventStore, type NewEvent, type Unit } from '#event-store';
import { hoursOf, metaOf } from './shapes.js';

/** Trainees beside the one that is replayed, each with this many events. */
const each = 170;
const space = '6f1f9b52-7a6e-4c1b-9d44-5d2b5c1f7a10';
const id = (name: string) => uuidFrom(space, name);

/**
 * Fills a store with the histories of other trainees, session by session as they come in life, so that the pages of one trainee
 * lie among those of all others. `share` is the part of each history to write: `[0, 0.5]`, then `[0.5, 1]`.
 */
export const fill = async (
  store: EventStore,
  { events, share: [from, until] }: { events: number; share: readonly [number, number] },
  say: (line: string) => void,
): Promise<void> => {
  const people = Math.ceil(events / each);
  for (let turn = Math.round(from * each); turn < Math.round(until * each); turn += 1) {
    for (let first = 0; first < people; first += 500) {
      const group = Array.from({ length: Math.min(500, people - first) }, (_, index) =>
        unitFor(first + index, turn),
      );
      const parts = [0, 1, 2, 3].map((part) => group.filter((_, index) => index % 4 === part));
      await Promise.all(parts.map((units) => store.append(units)));
    }
    if (turn % 17 === 16) say(`${String(people * (turn + 1))} events`);
  }
};

const unitFor = (person: number, turn: number): Unit => {
  const apprenticeshipId = id(`path ${String(person)}`);
  const name = `${String(person)}/${String(turn)}`;
  const event: NewEvent = {
    id: id(`event ${name}`),
    type: 'TrainingHoursLogged',
    data: hoursOf(apprenticeshipId, id(`entry ${name}`), turn),
    meta: metaOf(id(`command ${name}`), [
      `person-${id(`person ${String(person)}`)}`,
      `organization-${id(`enterprise ${String(person % 50)}`)}`,
      `class-${id(`class ${String(person % 300)}`)}`,
    ]),
  };
  return [{ stream: `hours-${apprenticeshipId}`, expected: 'any', events: [event] }];
};
