import { createDispatcher, digestOf } from '#event-store';
import { mayTry, related } from '#identity';
import type { PersonActor } from '#kernel';
import { lateApprovals, ruleBook } from '#policy';
import { describe, expect, it } from '@jest/globals';
import { contexts } from '../../apps/worker/src/index.js';
import { MemoryEventStore } from '../support/memory-event-store.js';
import { everyone, hasRow, sendable, type Sendable } from './everyone.js';

const store = new MemoryEventStore();
const dispatcher = createDispatcher({
  store,
  contexts,
  permits: { mayTry, related },
  people: () => Promise.resolve(new Map()),
  keepPersonal: () => Promise.resolve({ ok: true }),
  commandDigest: digestOf,
  ruleBook,
  lateApprovals,
  clock: () => new Date('2026-03-02T01:00:00.000Z'),
});

/** The codes of the refusal that a command without any data meets: who may not is told before what is missing. */
const codesFor = async ({ name, category }: Sendable, actor: PersonActor) => {
  const command = { type: name, data: {} };
  const outcome =
    category === undefined
      ? await dispatcher.dispatchSheet(command, {}, actor)
      : await dispatcher.dispatch(category, command, {}, actor);
  if (!('reasons' in outcome)) throw new Error(`${name} was taken without data`);
  return [...new Set(outcome.reasons.map(({ code }) => code))];
};

describe('the table of permissions, row by row', () => {
  it.each(sendable)('holds for every role that sends $name', async (command) => {
    for (const actor of everyone) {
      const expected = hasRow('command', command.name, actor) ? 'E_INPUT' : 'E_FORBIDDEN';
      expect({ role: actor.role, codes: await codesFor(command, actor) }).toEqual({
        role: actor.role,
        codes: [expected],
      });
    }
  });
  it('refuses each command to somebody, and permits each but the reservations to somebody', () => {
    const permitted = sendable.filter(({ name }) =>
      everyone.some((actor) => hasRow('command', name, actor)),
    );
    const open = sendable.filter(({ name }) =>
      everyone.every((actor) => hasRow('command', name, actor)),
    );
    expect(open).toEqual([]);
    expect(permitted.length).toBeGreaterThan(100);
  });
  it('leaves the store as it was', async () => {
    expect(await store.head()).toBeUndefined();
  });
});
