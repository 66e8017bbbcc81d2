import { EventStoreDBClient, type SingleNodeOptions } from '@eventstore/db-client';
import streamServices from '@eventstore/db-client/generated/streams_grpc_pb.js';
import type {
  BatchAppendReq,
  BatchAppendResp,
} from '@eventstore/db-client/generated/streams_pb.js';
import { StoreUnavailable } from '../port.js';
import type { Settings } from './settings.js';

/** What this adapter needs of the duplex call of `BatchAppend`. */
export interface BatchCall {
  write(message: BatchAppendReq): unknown;
  cancel(): void;
  on(event: 'data', listener: (answer: BatchAppendResp) => void): this;
  on(event: 'error', listener: (error: Error) => void): this;
  on(event: 'end', listener: () => void): this;
}

/** The library's client, and a way to its batch appends that its own method does not leave open. */
export class Connection extends EventStoreDBClient {
  #ended = false;

  constructor({ nodes, options, channel, credentials }: Settings) {
    // The three forms differ in the constructor's overloads alone.
    super({ ...nodes, ...options } as unknown as SingleNodeOptions, channel, credentials);
  }

  /**
   * A call of `BatchAppend` on the leader. `attach` sets the listeners before anything can happen. When the call fails, the client
   * turns to another node, or to the leader it was told of, for the next one.
   */
  batch(attach: (call: BatchCall) => void): Promise<BatchCall> {
    return this.GRPCStreamCreator(streamServices.StreamsClient, 'batchAppend', (stub) => {
      const [metadata, options] = this.callArguments(
        { requiresLeader: true },
        { deadline: Infinity },
      );
      const call = stub.batchAppend(metadata, options);
      attach(call);
      return call;
    })();
  }

  /** A read that ends after this was cancelled, which the client does not tell from having read all. */
  hasEnded(): boolean {
    return this.#ended;
  }

  /** Cancels every call and closes the connection, which `dispose` leaves open. */
  async end(): Promise<void> {
    this.#ended = true;
    void this.dispose();
    const channel = await this.getChannel();
    channel.close();
  }
}

/**
 * The connection in use. One on which a call had no answer in time is given up for a new one: the library keeps it, because to it
 * a silent server is an idle one.
 */
export class Line {
  readonly #settings: Settings;
  #current: Connection | undefined;
  #closed = false;

  constructor(settings: Settings) {
    this.#settings = settings;
  }

  /** Throws `StoreUnavailable` once it is closed. */
  connection(): Connection {
    if (this.#closed) throw new StoreUnavailable('event store was closed');
    return (this.#current ??= new Connection(this.#settings));
  }

  /** Ends a connection; the next call makes another. */
  giveUp(connection: Connection): void {
    if (this.#current === connection) this.#current = undefined;
    // A connection that was never made needs no ending.
    connection.end().catch(() => undefined);
  }

  close(): void {
    this.#closed = true;
    if (this.#current) this.giveUp(this.#current);
  }
}
