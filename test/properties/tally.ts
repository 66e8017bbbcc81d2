/** What the walks did with one decider. */
export interface Count {
  runs: number;
  accepted: number;
  silent: number;
  repeated: number;
  readonly events: Set<string>;
  readonly refusals: Set<string>;
  /** `Command Event` and `Command E_CODE`: what led to what. */
  readonly led: Set<string>;
}

/** Counts over all walks, by category. */
export class Tally {
  readonly counts = new Map<string, Count>();

  of(category: string): Count {
    const known = this.counts.get(category);
    if (known) return known;
    const made: Count = {
      ...{ runs: 0, accepted: 0, silent: 0, repeated: 0 },
      events: new Set(),
      refusals: new Set(),
      led: new Set(),
    };
    this.counts.set(category, made);
    return made;
  }

  /** One line per decider, for people. */
  table(): string {
    const lines = [...this.counts].map(([category, count]) => {
      const { runs, accepted, silent, repeated, events, refusals } = count;
      const share = `${((100 * accepted) / runs).toFixed(0)} %`.padStart(6);
      return [
        category.padEnd(24),
        String(runs).padStart(6),
        share,
        String(silent).padStart(7),
        String(repeated).padStart(9),
        String(events.size).padStart(7),
        String(refusals.size).padStart(9),
      ].join(' ');
    });
    const head = `${'decider'.padEnd(24)}   runs   acc. nothing  repeated  events  refusals`;
    return [head, ...lines].join('\n');
  }
}
