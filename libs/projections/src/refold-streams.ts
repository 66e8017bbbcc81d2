import type { StoredEvent } from '#event-store';
import type { AnyDecider } from '#kernel';
import type { Finding } from './findings.js';
import type { VerifyFeed } from './verify-feed.js';

/** The decider whose category begins the stream's name; the longest wins, since a category may hold hyphens. */
export const deciderOf = (deciders: readonly AnyDecider[], stream: string) =>
  deciders
    .filter(({ category }) => stream.startsWith(`${category}-`))
    .toSorted((a, b) => b.category.length - a.category.length)[0];

/** Events folded at a time: what bounds the memory, however long or many the streams are. */
const atOnce = 5_000;

/** Folds every stream through its decider, given each one's last revision; streams of no decider are left out. */
export async function* refoldStreams(
  { store, deciders, onProgress }: Pick<VerifyFeed, 'store' | 'deciders' | 'onProgress'>,
  revisions: ReadonlyMap<string, number>,
): AsyncGenerator<Finding> {
  let done = 0;
  for (const streams of chunks(revisions)) {
    const [only, ...others] = streams;
    const few = others.length > 0 || (revisions.get(only ?? '') ?? 0) < atOnce;
    const found = few
      ? await store.readMany(streams.map((stream) => ({ stream, after: -1 })))
      : new Map<string, readonly StoredEvent[]>();
    for (const stream of streams) {
      const decider = deciderOf(deciders, stream);
      if (!decider) continue;
      const fold = new StreamFold(decider);
      const pages = few ? [found.get(stream) ?? []] : pagesOf(store, stream);
      for await (const page of pages) {
        done += page.length;
        yield* fold.take(page);
      }
    }
    onProgress?.({ phase: 'refold', done });
  }
}

/** Streams together as long as they hold few enough events; a long one alone. */
function* chunks(revisions: ReadonlyMap<string, number>): Generator<readonly string[]> {
  let chunk: string[] = [];
  let size = 0;
  for (const [stream, revision] of revisions) {
    if (chunk.length > 0 && size + revision + 1 > atOnce) {
      yield chunk;
      [chunk, size] = [[], 0];
    }
    chunk.push(stream);
    size += revision + 1;
  }
  if (chunk.length > 0) yield chunk;
}

async function* pagesOf(
  store: VerifyFeed['store'],
  stream: string,
): AsyncGenerator<readonly StoredEvent[]> {
  let from = 0;
  for (;;) {
    const page = await store.read(stream, { from, limit: atOnce });
    if (page.length === 0) return;
    yield page;
    from += page.length;
  }
}

class StreamFold {
  #state: unknown;
  #broken = false;
  constructor(private readonly decider: AnyDecider) {
    this.#state = decider.initial;
  }

  /** Stops at the first event that throws: what follows in the stream has no state to meet. */
  *take(events: readonly StoredEvent[]): Generator<Finding> {
    for (const event of events) {
      if (this.#broken) return;
      try {
        this.#state = this.decider.evolve(this.#state, event);
      } catch (error) {
        this.#broken = true;
        const { stream, revision, position } = event.meta;
        const thrown = error instanceof Error ? error.name : typeof error;
        yield {
          kind: 'fold',
          stream,
          revision,
          position,
          detail: `${event.type} cannot be folded: ${thrown}`,
        };
      }
    }
  }
}
