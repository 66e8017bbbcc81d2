import type { StoredEvent } from '#event-store';
import { allowing, principalOf, query } from '#identity';
import { isSystem, type Parties } from '#kernel';
import type { Access } from '../access/access.js';

/** The GB/T 2260 regions of subjects, from a read model. Without it a bureau sees only what names its organisation. */
export type Whereabouts = (subjects: readonly string[]) => Promise<readonly string[]>;

const allow = {
  ...allowing('any', 'province'),
  ...allowing('place', 'city-bureau'),
  ...allowing(
    'party',
    'chain-owner',
    'enterprise',
    'college',
    'assessment-body',
    'assessor',
    'base',
    'trainee',
  ),
};

export const eventsQuery = query('events', {
  summary:
    'Recorded events of a stream, of a subject, or of the whole feed; each caller sees those that name its organisation, person or region.',
  zh: '按流、主体或类型查询事件；仅显示与本单位、本人或本辖区有关的事件。',
  allow,
});

export const eventRecorded = query('eventRecorded', {
  summary: 'Each event as it is recorded, from now or after a position, without gap or double.',
  zh: '实时订阅新事件，可从指定位置续订。',
  allow,
});

/** Who an event is about, as the permission table asks. */
export const partiesOf = async (
  { meta }: StoredEvent,
  whereabouts: Whereabouts | undefined,
): Promise<Parties> => {
  const named = meta.subjects.map(idOf).filter((id) => id !== undefined);
  const recorder = isSystem(meta.actor) ? undefined : principalOf(meta.actor);
  const party = recorder === undefined ? named : [...named, recorder];
  return { party, place: [...party, ...((await whereabouts?.(meta.subjects)) ?? [])] };
};

/** The events that the actor may see, in order. */
export const visibleOf = async (
  events: readonly StoredEvent[],
  access: Access,
  whereabouts: Whereabouts | undefined,
): Promise<readonly StoredEvent[]> => {
  if (access.seesAll) return events;
  const kept = await Promise.all(
    events.map(async (event) => access.sees(await partiesOf(event, whereabouts))),
  );
  // An empty page has asked too: there was nothing in it to refuse.
  if (events.length === 0) access.sees({});
  return events.filter((_, index) => kept[index]);
};

const kinds = ['person-', 'organization-'];

const idOf = (subject: string): string | undefined => {
  const kind = kinds.find((prefix) => subject.startsWith(prefix));
  return kind && subject.slice(kind.length);
};
