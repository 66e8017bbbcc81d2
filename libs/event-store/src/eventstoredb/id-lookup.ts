import { setTimeout as sleep } from 'node:timers/promises';
import type { Entry, EventIndex } from './event-index.js';

/** Milliseconds from one question to the next: under load fewer are asked, of more ids each, which costs both sides less. */
const pace = 2;

interface Waiting {
  readonly ids: readonly string[];
  readonly resolve: (found: ReadonlyMap<string, Entry>) => void;
  readonly reject: (error: unknown) => void;
}

/** Looks event ids up in the index. Whoever asks while a question is under way shares the next one. */
export class IdLookup {
  readonly #index: Pick<EventIndex, 'places'>;
  #waiting: Waiting[] = [];
  #asking = false;

  constructor(index: Pick<EventIndex, 'places'>) {
    this.#index = index;
  }

  /** May answer more ids than were asked for. */
  find(ids: readonly string[]): Promise<ReadonlyMap<string, Entry>> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ ids, resolve, reject });
      if (this.#asking) return;
      this.#asking = true;
      setImmediate(() => void this.#ask());
    });
  }

  async #ask(): Promise<void> {
    while (this.#waiting.length > 0) {
      const asked = this.#waiting;
      this.#waiting = [];
      await Promise.all([this.#answer(asked), sleep(pace)]);
    }
    this.#asking = false;
  }

  async #answer(asked: readonly Waiting[]): Promise<void> {
    try {
      const found = await this.#index.places(asked.flatMap(({ ids }) => ids));
      for (const { resolve } of asked) resolve(found);
    } catch (error) {
      for (const { reject } of asked) reject(error);
    }
  }
}
