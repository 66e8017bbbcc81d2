import type { EventStore, StoredEvent } from '#event-store';
import type { Position } from '#kernel';
import type { Client } from '#postgres';
import { BatchSize } from './batch-size.js';
import { standAt, type Lane } from './batch.js';
import type { Finding, OnProgress } from './findings.js';
import { foldCarefully } from './parking/fold-into.js';
import { MustStop, triedSteps, type ParkingRules } from './parking/fold-parking.js';
import type { FoldedSoFar } from './verify-targets.js';

export interface ShadowFoldOptions {
  readonly store: EventStore;
  readonly onProgress?: OnProgress;
  readonly batch?: number;
}

/** Up to where a view is to be folded, and which of the events up to there. */
export type Target = Pick<FoldedSoFar, 'includes'> & { readonly to: Position };

/**
 * Views folded from the beginning by the live runner's code: one reader of the feed for all of them, each up to a target of its
 * own. Not fenced: the tables are nobody else's. An event that does not go through is a finding, and its rows wait as they would
 * live, so that all others can still be compared.
 */
export class ShadowFold {
  /** Events that did not go through, and views that could not be folded on: their tables stand before the event that stopped them. */
  readonly broken: Finding[] = [];
  /** Keys that wait, by table. */
  readonly waiting = new Map<string, ReadonlySet<string>>();
  #sound: readonly Lane[];
  readonly #size: BatchSize;
  readonly #rules: ParkingRules;
  #done = 0;

  constructor(
    private readonly options: ShadowFoldOptions,
    lanes: readonly Lane[],
  ) {
    this.#sound = lanes;
    this.#size = new BatchSize(options.batch);
    this.#rules = { order: options.store, atMost: Infinity, whenPassed: 'repeat' };
  }

  get sound(): readonly Lane[] {
    return this.#sound;
  }

  /** Folds each view up to and including its target; may be called again with later ones. `within` runs a transaction. */
  async upTo(
    targets: ReadonlyMap<string, Target>,
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
  short(targets: ReadonlyMap<string, Target>): readonly Finding[] {
    return this.#sound
      .filter((lane) => this.#isBehind(lane, targets))
      .map(({ view, held }) => ({
        kind: 'view-behind',
        table: view.table,
        detail: `has seen position ${targets.get(view.table)?.to}, but the feed ends at ${held.position ?? 'nothing'}`,
      }));
  }

  async #feed(
    client: Client,
    lane: Lane,
    events: readonly StoredEvent[],
    targets: ReadonlyMap<string, Target>,
  ): Promise<number> {
    const last = events.at(-1)?.meta.position;
    const target = targets.get(lane.view.table);
    if (last === undefined || target === undefined) return 0;
    const mine = events.filter(
      (event) => this.#order(lane.held.position, event.meta.position) < 0 && target.includes(event),
    );
    try {
      const bytes = await this.#fold(client, lane, mine);
      const reached = this.#order(last, target.to) < 0 ? last : target.to;
      if (this.#order(lane.held.position, reached) < 0) standAt([lane], { to: reached });
      return bytes;
    } catch (error) {
      if (!(error instanceof MustStop)) throw error;
      this.#sound = this.#sound.filter((one) => one !== lane);
      const { table } = lane.view;
      this.broken.push({ kind: 'view-behind', table, detail: `cannot be folded: ${error.reason}` });
      return 0;
    }
  }

  async #fold(
    client: Client,
    { view, table, discarded }: Lane,
    events: readonly StoredEvent[],
  ): Promise<number> {
    const waiting = this.waiting.get(view.table) ?? new Set<string>();
    const steps = triedSteps(view, events, discarded);
    const rules = this.#rules;
    const done = await foldCarefully(client, { view, table, waiting, rules }, steps);
    this.waiting.set(view.table, done.waiting);
    for (const { event, reason } of done.parked) {
      const { position } = event.meta;
      if (reason !== undefined)
        this.broken.push({ kind: 'poison', table: view.table, position, detail: reason });
    }
    return done.bytes;
  }

  #isBehind({ view, held }: Lane, targets: ReadonlyMap<string, Target>): boolean {
    const target = targets.get(view.table);
    return target !== undefined && this.#order(held.position, target.to) < 0;
  }

  /** As for sorting; no position is before every other. */
  #order(a: Position | undefined, b: Position | undefined): number {
    if (a === undefined || b === undefined)
      return Number(a !== undefined) - Number(b !== undefined);
    return this.options.store.comparePositions(a, b);
  }
}
