import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { StoreUnavailable, type EventStore, type Operation } from '#event-store';
import { newEvents } from '../../../libs/event-store/spec/contract/subject.js';

/** An append as a writer sends it, again and again with the same ids. */
export interface Sent {
  readonly store: EventStore;
  readonly operation: Operation;
}

/** Writers that each append to a stream of their own and, now and then, to one that all share. */
export interface Writers {
  readonly acknowledged: readonly Sent[];
  /** How many of those were sent more than once. */
  repeated(): number;
  /** Given up without an answer: what became of them is unknown. */
  readonly unknown: readonly Sent[];
  /** Outcomes and errors that no writer should ever see. */
  readonly surprises: readonly string[];
  /** How long the slowest answer took, refusals by unreachability included. */
  longest(): number;
  inFlight(): number;
  /** Half of the writers that wait give up on what they have in hand. */
  giveUp(): void;
  stop(): Promise<void>;
}

export const startWriters = (stores: readonly EventStore[], count: number): Writers => {
  const acknowledged: Sent[] = [];
  const unknown: Sent[] = [];
  const surprises: string[] = [];
  const open = new Set<number>();
  const given = new Set<number>();
  const ending = new AbortController();
  const shared = `shared-${randomUUID()}`;
  let repeats = 0;
  let longest = 0;
  const write = async (writer: number): Promise<void> => {
    const store = stores[writer % stores.length]!;
    const stream = `writer-${randomUUID()}`;
    let revision = -1;
    for (let turn = 0; !ending.signal.aborted; turn += 1) {
      const isShared = turn % 5 === 4;
      const operation: Operation = isShared
        ? { stream: shared, expected: 'any', events: newEvents(1) }
        : { stream, expected: revision < 0 ? 'none' : revision, events: newEvents(1 + (turn % 3)) };
      const sent = { store, operation };
      const sendings = await untilAnswered(sent, writer);
      if (sendings === undefined) {
        unknown.push(sent);
        // Whether it is there is not known, and so not where the stream ends.
        if (!isShared) return write(writer);
        continue;
      }
      acknowledged.push(sent);
      if (sendings > 1) repeats += 1;
      if (!isShared) revision += operation.events.length;
    }
  };
  const untilAnswered = async (sent: Sent, writer: number): Promise<number | undefined> => {
    for (let sendings = 1; ; sendings += 1) {
      open.add(writer);
      const since = performance.now();
      const answer = await sendOnce(sent);
      longest = Math.max(longest, performance.now() - since);
      open.delete(writer);
      if (answer === 'written') return sendings;
      if (answer !== 'unavailable') surprises.push(answer);
      if (given.delete(writer) || ending.signal.aborted || answer !== 'unavailable')
        return undefined;
      await pause(20 + Math.random() * 100);
    }
  };
  const all = Promise.all(Array.from({ length: count }, (_, writer) => write(writer)));
  return {
    ...{ acknowledged, unknown, surprises },
    repeated: () => repeats,
    longest: () => longest,
    inFlight: () => open.size,
    giveUp: () => {
      for (const writer of open) if (writer % 2 === 0) given.add(writer);
    },
    stop: async () => {
      ending.abort();
      await all;
    },
  };
};

/** `written`, `unavailable`, or what nobody expected in words. */
export const sendOnce = async ({ store, operation }: Sent): Promise<string> => {
  try {
    const [outcome] = await store.append([[operation]]);
    return outcome?.ok ? 'written' : JSON.stringify(outcome);
  } catch (error) {
    return error instanceof StoreUnavailable ? 'unavailable' : String(error);
  }
};
