import { EventStoreDBClient, START, type Position } from '@eventstore/db-client';

/** An event as it lies on the server. */
export interface BareEvent {
  readonly id: string;
  readonly stream: string;
  readonly revision: number;
  readonly type: string;
  readonly data: unknown;
  readonly metadata: unknown;
}

/**
 * All that a server holds but its own bookkeeping, read with the library's client alone: to be told what is there by none of the code
 * under test. Remembers what it has read and asks only for the rest.
 */
export class BareFeed {
  readonly #client: EventStoreDBClient;
  readonly #events: BareEvent[] = [];
  #last: Position | undefined;

  constructor(url: string) {
    this.#client = EventStoreDBClient.connectionString(url);
  }

  async events(): Promise<readonly BareEvent[]> {
    const read = this.#client.readAll({ fromPosition: this.#last ?? START });
    for await (const { event } of read) {
      if (!event || event.position.commit === this.#last?.commit) continue;
      this.#last = event.position;
      const { id, streamId: stream, revision, type, data, metadata } = event;
      if (!type.startsWith('$'))
        this.#events.push({ id, stream, revision: Number(revision), type, data, metadata });
    }
    return this.#events;
  }

  close(): Promise<void> {
    return this.#client.dispose();
  }
}
