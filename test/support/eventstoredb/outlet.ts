import { once } from 'node:events';
import type { ReadReq, ReadResp } from '@eventstore/db-client/generated/streams_pb.js';
import type { ServerWritableStream } from '@grpc/grpc-js';

/** Where answers go, as fast as the reader takes them. */
export class Outlet {
  readonly #call: ServerWritableStream<ReadReq, ReadResp>;
  readonly #gone = new AbortController();

  constructor(call: ServerWritableStream<ReadReq, ReadResp>) {
    this.#call = call;
    const gone = () => this.#gone.abort();
    call.on('cancelled', gone).on('close', gone).on('error', gone);
  }

  isClosed(): boolean {
    return this.#gone.signal.aborted || this.#call.cancelled;
  }

  get signal(): AbortSignal {
    return this.#gone.signal;
  }

  /** Resolves when the next may be put. */
  async put(answer: ReadResp): Promise<void> {
    if (this.isClosed() || this.#call.write(answer)) return;
    // A reader that left is no failure: `isClosed` says so.
    await once(this.#call, 'drain', { signal: this.signal }).catch(() => undefined);
  }

  end(): void {
    if (!this.isClosed()) this.#call.end();
  }
}
