import { isUnreachable, openPool, type Client, type Pool } from '#postgres';

/**
 * The one connection that appends. Statements sent at the same time are answered in the order they were sent: the server turns to
 * the next as soon as one is done, while this process still makes up another.
 */
export class Writer {
  readonly #pool: Pool;
  #client: Promise<Client> | undefined;

  constructor(url: string) {
    this.#pool = openPool(url, { max: 1, application: 'skilltrace-append', pipeline: true });
  }

  /** Runs `work` on the connection, on a new one after the last broke. */
  async use<T>(work: (client: Client) => Promise<T>): Promise<T> {
    const connecting = (this.#client ??= this.#connect());
    try {
      return await work(await connecting);
    } catch (error) {
      if (isUnreachable(error)) this.#forget(connecting);
      throw error;
    }
  }

  async close(): Promise<void> {
    if (this.#client) this.#forget(this.#client);
    await this.#pool.end();
  }

  async #connect(): Promise<Client> {
    const client = await this.#pool.connect();
    const connected = this.#client;
    const lost = () => connected && this.#forget(connected);
    client.once('end', lost);
    client.on('error', lost);
    return client;
  }

  /** Ends the connection, once, if it is still the one in use. */
  #forget(connecting: Promise<Client>): void {
    if (this.#client !== connecting) return;
    this.#client = undefined;
    // A connection that never came needs no ending; who waited for it has heard.
    connecting.then((client) => client.release(true)).catch(() => undefined);
  }
}
