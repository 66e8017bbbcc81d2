import type { StoredEvent } from '#event-store';
import { isSystem } from '#kernel';
import type { Platform } from '../../../worker/src/index.js';
import type { Console } from '../console.js';
import { lineOf, type OrganizationNames } from '../history/line.js';
import { table } from '../history/table.js';
import { asGiven, eventsAbout, personBy } from '../trainee.js';
import { withPlatform } from '../workplace.js';

/** A trainee's timeline, from the events alone. Names of people stay in the vault. */
export const history = (console: Console, given: string): Promise<void> =>
  withPlatform(process.env, async (platform) => {
    const person = await personBy(platform, await asGiven(given));
    const events = await eventsAbout(platform, person);
    const names = await namesOf(platform, events);
    const lines = events.map((event) => lineOf(event, names));
    const rows = lines.map(({ on, recorded, event, who, zh, en, figures }) => [
      ...[on, recorded, event, who],
      `${zh} ${en}${figures ? ` (${figures})` : ''}`,
    ]);
    console.say(`person-${person}: ${String(events.length)} events`);
    for (const line of table(
      ['日期 date', '记录 recorded', '事件 event', '谁 who', '内容 what'],
      rows,
    ))
      console.say(line);
    console.result({ person, events: lines });
  });

const namesOf = async (
  { store }: Platform,
  events: readonly StoredEvent[],
): Promise<OrganizationNames> => {
  const ids = events.flatMap(({ meta: { actor } }) =>
    isSystem(actor) || actor.organization === undefined ? [] : [actor.organization],
  );
  const streams = [...new Set(ids)].map((id) => ({ stream: `organization-${id}`, after: -1 }));
  const found = await store.readMany(streams);
  return new Map(
    [...found].flatMap(([stream, [first]]) => {
      const name = (first?.data as { readonly name?: string } | undefined)?.name;
      return name === undefined ? [] : [[stream.replace('organization-', ''), name] as const];
    }),
  );
};
