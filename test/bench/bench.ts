/** What a bench gets from the runner. */
export interface BenchOptions {
  /** Superuser URL of an empty database on a PostgreSQL of its own with durable settings, unless `BENCH_DATABASE_URL` is set. */
  readonly databaseUrl: string;
  /** Another empty database on the same server. */
  readonly freshDatabase: () => Promise<string>;
  /** Interleaved runs per contender. */
  readonly rounds: number;
  /** Numbers given on the command line as `--set name=value`, over the bench's own. */
  readonly parameters: Readonly<Record<string, number>>;
  /** Progress, one line, to standard error. */
  readonly say: (line: string) => void;
}

export interface BenchResult {
  readonly name: string;
  /** The figures a bar is set for: `append/emmett`. */
  readonly ratios: Readonly<Record<string, number>>;
  /** Everything a reader needs to believe them: parameters, medians, every single run. */
  readonly details: Readonly<Record<string, unknown>>;
}

/** What `test/bench/NAME.ts` exports as `run`. */
export type Bench = (options: BenchOptions) => Promise<BenchResult>;

/** The middle of the values; the mean of the two middle ones when there is an even number. */
export const median = (values: readonly number[]): number => {
  if (values.length === 0) throw new Error('no median of nothing');
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length >> 1;
  const upper = sorted[middle] as number;
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] as number) + upper) / 2;
};

/**
 * Runs every contender once per round, each round beginning with another one, so that what drifts – caches, temperature, the rest
 * of the machine – falls on all alike. Answers all measurements by contender, in the order of the rounds.
 */
export const interleaved = async <Name extends string>(
  rounds: number,
  contenders: Readonly<Record<Name, () => Promise<number>>>,
): Promise<Readonly<Record<Name, readonly number[]>>> => {
  const names = Object.keys(contenders) as Name[];
  const measured = Object.fromEntries(names.map((name) => [name, [] as number[]])) as Record<
    Name,
    number[]
  >;
  for (let round = 0; round < rounds; round++) {
    const first = round % names.length;
    for (const name of [...names.slice(first), ...names.slice(0, first)])
      measured[name].push(await contenders[name]());
  }
  return measured;
};
