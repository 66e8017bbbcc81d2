import type { EventStore, StoredEvent } from '#event-store';
import type { Position } from '#kernel';
import type {
  FeedListener,
  FeedMembership,
  FeedRecord,
  Offset,
  OffsetRange,
  PartitionedFeed,
} from '../src/index.js';

interface Member {
  readonly how: 'shared' | 'alone';
  readonly listener: FeedListener;
  /** Ends the deliveries of the assignment it stands for; a zombie's are not ended. */
  assignment: { ended: boolean };
  left: boolean;
}

type Unplaced = FeedRecord extends infer R
  ? R extends { offset: Offset }
    ? Omit<R, 'offset'>
    : never
  : never;

/** Events that nobody wants are told as the place that was reached. */
const forOne = (listener: FeedListener, record: FeedRecord): FeedRecord =>
  record.kind !== 'event' || listener.wants(record.event.type)
    ? record
    : { kind: 'watermark', position: record.event.meta.position, offset: record.offset };

/** Share of events by their first subject, as any relay might divide them. */
const hash = (text: string): number =>
  [...text].reduce((sum, letter) => (sum * 31 + letter.charCodeAt(0)) % 1_000_003, 7);

export const partitionOf = ({ meta }: StoredEvent, of: number): number =>
  hash(meta.subjects[0] ?? '') % of;

/**
 * A feed in memory with every vice that the port allows: deliveries that come again, old ones that are gone, members who keep
 * delivering what was taken from them, and assignments that change at any moment.
 */
export class MemoryFeed implements PartitionedFeed {
  readonly name = 'memory';
  readonly #logs: { first: number; records: FeedRecord[] }[];
  readonly #members: Member[] = [];
  #relayed: Position | undefined;
  #wake = Promise.withResolvers<unknown>();
  #turn = 0;

  constructor(
    readonly partitions: number,
    private readonly store: EventStore,
  ) {
    this.#logs = Array.from({ length: partitions }, () => ({ first: 0, records: [] }));
  }

  partitionOf(event: StoredEvent): number {
    return partitionOf(event, this.partitions);
  }

  unfit(): Promise<undefined> {
    return Promise.resolve(undefined);
  }

  ranges(partitions: readonly number[]): Promise<ReadonlyMap<number, OffsetRange>> {
    return Promise.resolve(
      new Map(
        partitions.map((partition) => {
          const { first, records } = this.#log(partition);
          return [partition, { first: String(first), end: String(first + records.length) }];
        }),
      ),
    );
  }

  join(how: 'shared' | 'alone', listener: FeedListener): FeedMembership {
    const member: Member = { how, listener, assignment: { ended: true }, left: false };
    this.#members.push(member);
    this.rebalance();
    return {
      leave: async () => {
        member.left = true;
        member.assignment.ended = true;
        this.#ring();
        this.rebalance();
        await Promise.resolve();
      },
    };
  }

  /** What the relay does: everything new to its partition, then the watermark to all. From `again` on once more, as after a crash. */
  async relay(again?: Position): Promise<void> {
    for (let from = this.#relayed && (again ?? this.#relayed); ; from = this.#relayed) {
      const events = await this.store.readAll(from, undefined, 500);
      for (const event of events) this.put(this.partitionOf(event), { kind: 'event', event });
      const last = events.at(-1)?.meta.position;
      if (last === undefined) return;
      this.#relayed = last;
      for (let partition = 0; partition < this.partitions; partition += 1)
        this.put(partition, { kind: 'watermark', position: last });
    }
  }

  put(partition: number, record: Unplaced): void {
    const { first, records } = this.#log(partition);
    records.push({ ...record, offset: String(first + records.length) });
    this.#ring();
  }

  /** What retention does: the older part of every partition is gone. */
  forget(share: number): void {
    for (const log of this.#logs) {
      const gone = Math.floor(log.records.length * share);
      log.records.splice(0, gone);
      log.first += gone;
    }
  }

  /** Divides the partitions anew; `zombies` go on delivering to whoever had them, who has not heard. */
  rebalance({ zombies = false } = {}): void {
    this.#turn += 1;
    for (const how of ['shared', 'alone'] as const) {
      const members = this.#members.filter((one) => one.how === how && !one.left);
      members.forEach((member, place) => {
        const every = Array.from({ length: this.partitions }, (_, partition) => partition);
        const mine =
          how === 'alone'
            ? every.filter(() => this.#turn % members.length === place)
            : every.filter((one) => (one + this.#turn) % members.length === place);
        if (zombies && mine.length === 0) return;
        member.assignment.ended = true;
        member.assignment = { ended: false };
        void this.#assign(member, member.assignment, mine);
      });
    }
    this.#ring();
  }

  async #assign(
    member: Member,
    assignment: { readonly ended: boolean },
    partitions: readonly number[],
  ): Promise<void> {
    const begin = await member.listener.assigned(partitions);
    for (const [partition, offset] of begin)
      void this.#deliver(member, assignment, partition, Number(offset));
  }

  async #deliver(
    { listener }: Member,
    assignment: { readonly ended: boolean },
    partition: number,
    begin: number,
  ): Promise<void> {
    let next = begin;
    while (!assignment.ended) {
      const { first, records } = this.#log(partition);
      // What is gone is passed over without a word, as a broker's clients do.
      const from = Math.max(next, first);
      const some = records.slice(from - first, from - first + 7);
      if (some.length === 0) await this.#wake.promise;
      else {
        next = from + some.length;
        await listener.delivered({
          ...{ partition, from: String(from), next: String(next) },
          records: some.map((record) => forOne(listener, record)),
        });
      }
    }
  }

  #log(partition: number) {
    const log = this.#logs[partition];
    if (!log) throw new Error(`there is no partition ${String(partition)}`);
    return log;
  }

  #ring(): void {
    this.#wake.resolve(undefined);
    this.#wake = Promise.withResolvers<unknown>();
  }
}
