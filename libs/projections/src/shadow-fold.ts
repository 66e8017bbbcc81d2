import type { EventStore, StoredEvent } from '#event-store';
import type { Position } from '#kernel';
import type { Client } from '#postgres';
import { BatchSize } from './batch-size.js';
import { standAt, writeLanes, type Lane } from './batch.js';
import type { Finding, OnProgress } from './findings.js';
import { HandlerFailed, stepsOf } from './fold.js';

export interface ShadowFoldOptions {
  readonly store: EventStore;
  readonly onProgress?: OnProgress;
  readonly batch?: number;
}

/**
 * Views folded from the beginning by the live runner's code: one reader of the feed for all of them, each up to a target of its
 * own. Not fenced: the tables are nobody else's.
 */
export class ShadowFold {
  /** Views that could not be folded; their tables stand before the event that broke them. */
  readonly broken: Finding[] = [];
  #sound: readonly Lane[];
  readonly #size: BatchSize;
  #done = 0;

  constructor(
    private readonly options: ShadowFoldOptions,
    lanes: readonly Lane[],
  ) {
    this.#sound = lanes;
    this.#size = new BatchSize(options.batch);
  }

  get sound(): readonly Lane[] {
    return this.#sound;
  }

  /** Folds each view up to and including its target; may be called again with later ones. `within` runs a transaction. */
  async upTo(
    targets: ReadonlyMap<string, Position>,
    within: (work: (client: Client) => Promise<void>) => Promise<void>,
  ): Promise<void> {
    const { store, onProgress } = this.options;
    for (;;) {
      const behind = this.#sound.filter((lane) => this.#isBehind(lane, targets));
      const [first] = behind.toSorted((a, b) => this.#order(a.held.position, b.held.position));
      const from = first?.held.position;
      const events =
        behind.length > 0 ? await store.readAll(from, undefined, this.#size.limit) : [];
      if (events.length === 0) return;
      await within(async (client) => {
        let bytes = 0;
        for (const lane of behind) bytes += await this.#feed(client, lane, events, targets);
        this.#size.moved(bytes);
      });
      this.#done += events.length;
      onProgress?.({ phase: 'fold', done: this.#done });
    }
  }

  /** Views whose checkpoint lies beyond the end of the feed. */
  short(targets: ReadonlyMap<string, Position>): readonly Finding[] {
    return this.#sound
      .filter((lane) => this.#isBehind(lane, targets))
      .map(({ view, held }) => ({
        kind: 'view-behind',
        table: view.table,
        detail: `has seen position ${targets.get(view.table)}, but the feed ends at ${held.position ?? 'nothing'}`,
      }));
  }

  async #feed(
    client: Client,
    lane: Lane,
    events: readonly StoredEvent[],
    targets: ReadonlyMap<string, Position>,
  ): Promise<number> {
    const last = events.at(-1)?.meta.position;
    const target = targets.get(lane.view.table);
    if (last === undefined || target === undefined) return 0;
    const mine = events.filter(
      ({ meta }) =>
        this.#order(lane.held.position, meta.position) < 0 &&
        this.#order(meta.position, target) <= 0,
    );
    try {
      const bytes = await writeLanes(client, [{ lane, steps: stepsOf(lane.view, mine) }]);
      const reached = this.#order(last, target) < 0 ? last : target;
      if (this.#order(lane.held.position, reached) < 0) standAt([lane], reached);
      return bytes;
    } catch (error) {
      if (!(error instanceof HandlerFailed)) throw error;
      this.#sound = this.#sound.filter((one) => one !== lane);
      this.broken.push({
        kind: 'view-behind',
        table: lane.view.table,
        detail: `cannot be folded: ${error.reason}`,
      });
      return 0;
    }
  }

  #isBehind({ view, held }: Lane, targets: ReadonlyMap<string, Position>): boolean {
    const target = targets.get(view.table);
    return target !== undefined && this.#order(held.position, target) < 0;
  }

  /** As for sorting; no position is before every other. */
  #order(a: Position | undefined, b: Position | undefined): number {
    if (a === undefined || b === undefined)
      return Number(a !== undefined) - Number(b !== undefined);
    return this.options.store.comparePositions(a, b);
  }
}
