import { describe, expect, it } from '@jest/globals';
import { idOf, isRejection, metaOf, type Message, type Recorded } from '#kernel';
import { activeApprenticeship } from '../active-apprenticeship.js';
import { apprenticeshipView } from '../apprenticeship-state.js';
import type { ActiveApprenticeshipEvent, ApprenticeshipEvent } from '../events.js';
import { whenReservedThenSettle as settle } from './when-reserved-then-settle.js';
import * as p from '../../spec/paths.js';

type Touching = ActiveApprenticeshipEvent | ApprenticeshipEvent;
type Seen = Parameters<typeof settle.react>[0];
const { person } = p.ids;
const proposal = (id: string): ApprenticeshipEvent => ({
  type: 'ApprenticeshipProposed',
  data: { ...p.proposed.data, apprenticeshipId: id },
});
const exit = (id: string): ApprenticeshipEvent => ({
  type: 'ApprenticeshipWithdrawn',
  data: { apprenticeshipId: id, on: '2026-03-02', reason: 'own-choice' },
});

/** A store that writes one stream at a time, and the looks that its events bring about. */
const world = () => {
  const streams = new Map<string, Recorded<Touching>[]>();
  const refused: string[] = [];
  const looks: (() => void)[] = [];
  const read = (stream: string) => streams.get(stream) ?? [];
  const holder = () =>
    (read('reservation') as Recorded<ActiveApprenticeshipEvent>[]).reduce(
      activeApprenticeship.evolve,
      activeApprenticeship.initial,
    );
  const path = (id: string) =>
    (read(id) as Recorded<ApprenticeshipEvent>[]).reduce(
      apprenticeshipView.evolve,
      apprenticeshipView.initial,
    );
  const write = (stream: string, event: Touching) => {
    const meta = metaOf(stream, read(stream).length, { subjects: [`person-${person}`] });
    const recorded = { ...event, meta } as Recorded<Touching>;
    streams.set(stream, [...read(stream), recorded]);
    if ((settle.on as readonly string[]).includes(event.type)) look(recorded as Seen);
  };
  const send = (command: Message): boolean => {
    const events = activeApprenticeship.decide(command as never, holder(), {} as never);
    if (isRejection(events)) {
      refused.push(command.type);
      return false;
    }
    for (const event of events) write('reservation', event);
    return true;
  };
  // A look reads now and sends later: whatever may come between the two is a step of another.
  const look = (event: Seen) => {
    looks.push(() => {
      const facts = { path: path(event.data.apprenticeshipId), reservation: holder() };
      for (const { command } of settle.react(event, facts)) looks.push(() => void send(command));
    });
  };
  return { looks, refused, holder, path, write, send };
};

/** A path's writer: reservation, proposal, release, exit, each a step; dies after `last` of them. */
const writer = (at: ReturnType<typeof world>, id: string, last: number): (() => boolean)[] => {
  const data = { person, apprenticeshipId: id };
  const steps = [
    () => at.send({ type: 'ReservePerson', data }),
    () => (at.write(id, proposal(id)), true),
    () => at.send({ type: 'ReleasePerson', data }),
    () => (at.write(id, exit(id)), true),
  ];
  return steps.slice(0, last);
};

/** A linear congruential generator, so that every schedule can be played again. */
const chances = (seed: number) => {
  let state = seed;
  return (below: number) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
};

/** Plays writers and looks in some order to the end; fails when there is none. */
const play = (seed: number, ends: readonly number[]) => {
  const at = world();
  const chance = chances(seed);
  const names = ends.map((_, index) => idOf(`path ${String(index)}`));
  const writers = ends.map((last, index) => writer(at, names[index]!, last));
  for (let steps = 0; ; steps += 1) {
    if (steps > 200) throw new Error(`seed ${String(seed)} does not settle`);
    const busy = writers.filter((left) => left.length > 0);
    const choices = busy.length + at.looks.length;
    if (choices === 0) break;
    const chosen = chance(choices);
    const left = busy[chosen];
    // A refused reservation is the end of its writer.
    if (left) {
      if (!left.shift()!()) left.length = 0;
    } else at.looks.splice(chosen - busy.length, 1)[0]!();
  }
  const active = names.filter((id) => !['none', 'ended'].includes(at.path(id).phase));
  return { ...at, active, names };
};

const rounds = Array.from({ length: 250 }, (_, seed) => seed + 1);

describe('when reserved then settle', () => {
  it('leaves the person with the path, wherever its writer dies and however slow it is', () => {
    for (const last of [1, 2, 3, 4])
      for (const seed of rounds) {
        const { holder, active } = play(seed, [last]);
        expect({ last, seed, holder: holder().holder }).toEqual({ last, seed, holder: active[0] });
      }
  });
  it('never leaves the person with a path that is not active, and passes no rival over in silence', () => {
    let contested = 0;
    for (const seed of rounds) {
      const { holder, active, refused } = play(seed, [1 + (seed % 4), 1 + ((seed >> 2) % 4)]);
      const { holder: held } = holder();
      const without = active.filter((id) => id !== held);
      if (held !== undefined) expect(active).toContain(held);
      // Only a path that came too late for its reservation may be without it, and its refusal was told.
      if (without.length > 0) expect(refused.length).toBeGreaterThan(0);
      contested += without.length;
    }
    expect(contested).toBeGreaterThan(0);
  });
  it('takes the person again that an early look has released', () => {
    const at = world();
    const [reserve, propose] = writer(at, p.ids.path, 2);
    reserve!();
    at.looks.shift()!();
    propose!();
    at.looks.shift()!();
    while (at.looks.length > 0) at.looks.shift()!();
    expect(at.holder().holder).toBe(p.ids.path);
  });
  it('sends nothing where both sides agree', () => {
    const at = world();
    const [reserve, propose] = writer(at, p.ids.path, 2);
    reserve!();
    propose!();
    for (const look of at.looks.splice(0)) look();
    expect(at.looks).toEqual([]);
  });
});
