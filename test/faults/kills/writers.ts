import { setTimeout as sleep } from 'node:timers/promises';
import type { Outcome } from '../../support/outcome.js';
import { mutationOf, type Voice } from '../../support/voice.js';

/** A command as a writer sends it, again and again under the same id. */
export interface Sent {
  readonly voice: Voice;
  readonly name: string;
  readonly input: object;
  readonly commandId: string;
}
/** A command and how it was answered in the end, after so many sendings. */
export interface Answered extends Sent {
  readonly outcome: Outcome;
  readonly sendings: number;
}

/** Writers that each send one command after the other and repeat what is not answered. */
export interface Writers {
  /** Commands that were sent and have no answer at this moment. */
  inFlight(): number;
  readonly answered: readonly Answered[];
  /** Given up by their writers without an answer: what became of them is unknown. */
  readonly unanswered: readonly Sent[];
  /** Answers that no client should ever see, such as an internal error. */
  readonly surprises: readonly string[];
  /** Sendings that had no answer, and why: a status, or how the connection ended. */
  readonly lapses: readonly string[];
  /** Half of the writers that are waiting give up on what they have in hand, as clients do whose own process ends. */
  giveUp(): void;
  /** Every writer waits for what it has in flight, and repeats nothing any more. */
  stop(): Promise<void>;
}

/** Thirty seconds without an answer is no answer. */
const patienceMs = 30_000;

export const startWriters = (count: number, next: (writer: number) => Sent): Writers => {
  const answered: Answered[] = [];
  const unanswered: Sent[] = [];
  const surprises: string[] = [];
  const lapses: string[] = [];
  const open = new Set<number>();
  const given = new Set<number>();
  const stop = new AbortController();
  const stopping = () => stop.signal.aborted;
  const write = async (writer: number) => {
    while (!stopping()) {
      const sent = next(writer);
      let outcome: Outcome | undefined;
      let sendings = 0;
      do {
        if (sendings > 0) await sleep(20 + Math.random() * 200);
        open.add(writer);
        outcome = await sendOnce(sent, surprises, lapses);
        open.delete(writer);
        sendings += 1;
      } while (!outcome && !given.has(writer) && !stopping());
      if (outcome) answered.push({ ...sent, outcome, sendings });
      else unanswered.push(sent);
      given.delete(writer);
    }
  };
  const all = Promise.all(Array.from({ length: count }, (_, writer) => write(writer)));
  return {
    inFlight: () => open.size,
    ...{ answered, unanswered, surprises, lapses },
    giveUp: () => {
      for (const writer of open) if (writer % 2 === 0) given.add(writer);
    },
    stop: async () => {
      stop.abort();
      await all;
    },
  };
};

/** The outcome, or nothing when there was none: the connection broke, or the service said that it is out of reach. */
export const sendOnce = async (
  { voice, name, input, commandId }: Sent,
  surprises: string[],
  lapses: string[] = [],
): Promise<Outcome | undefined> => {
  const late = new AbortController();
  try {
    const answer = await Promise.race([
      voice.try(mutationOf(name, 'one'), { input, commandId }),
      sleep(patienceMs, undefined, { signal: late.signal }),
    ]);
    const outcome = answer?.data?.['answer'] as Outcome | undefined;
    if (outcome) return outcome;
    if (answer && answer.status !== 503)
      surprises.push(`${name}: ${String(answer.status)} ${answer.text}`);
    lapses.push(`${name}: ${answer ? String(answer.status) : 'no answer in time'}`);
    return undefined;
  } catch (error) {
    lapses.push(`${name}: ${String((error as Error).cause ?? error)}`);
    // The program was killed while it read, decided or answered: the client has no answer, which is what is tested.
    return undefined;
  } finally {
    late.abort();
  }
};
