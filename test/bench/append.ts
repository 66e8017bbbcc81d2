import pg from 'pg';
import { bare, emmett, ours, type Contender } from './append/contenders.js';
import { sizeOf, workload } from './append/workload.js';
import { interleaved, median, type Bench, type BenchOptions } from './bench.js';

const defaults = { clients: 100, events: 200, trainees: 20, warmUp: 20, probe: 40 };
const pools = [4, 8, 16, 32, 64];

const checkpoint = async (url: string): Promise<void> => {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  await client.query('checkpoint');
  await client.end();
};

/**
 * One event per append by 100 clients at once: ours against emmett at its best pool size, and against inserting the same rows bare.
 * Every run has an empty database, the same warm-up and a checkpoint before it. Figures are events per second.
 */
export const run: Bench = async (options) => {
  const given = { ...defaults, ...options.parameters };
  const work = workload('run', given.clients, given.events, given.trainees);
  const groups: number[] = [];
  const measure = async (contender: Contender, url: string, events = work): Promise<number> => {
    await contender.play(workload('warm-up', given.clients, given.warmUp, given.trainees));
    await checkpoint(url);
    const begun = performance.now();
    await contender.play(events);
    const rate = events.flat().length / ((performance.now() - begun) / 1000);
    await contender.close();
    return rate;
  };
  const probe = workload('run', given.clients, given.probe, given.trainees);
  const { best, probed } = await bestPool(options, (store, url) => measure(store, url, probe));

  const rates = await interleaved(options.rounds, {
    ours: async () => {
      const url = await options.freshDatabase();
      const store = await ours(url);
      const rate = await measure(store, url);
      groups.push(await store.meanGroup());
      options.say(`ours ${rate.toFixed(0)}/s in groups of ${groups.at(-1)!.toFixed(1)}`);
      return rate;
    },
    emmett: async () => {
      const url = await options.freshDatabase();
      const rate = await measure(await emmett(url, best), url);
      options.say(`emmett ${rate.toFixed(0)}/s with ${best} connections`);
      return rate;
    },
    bare: async () => {
      const group = Math.round(groups.reduce((sum, size) => sum + size, 0) / groups.length);
      const url = await options.freshDatabase();
      const rate = await measure(await bare(url, group), url);
      options.say(`bare ${rate.toFixed(0)}/s in groups of ${group}`);
      return rate;
    },
  });
  const medians = {
    ours: median(rates.ours),
    emmett: median(rates.emmett),
    bare: median(rates.bare),
  };
  return {
    name: 'append',
    ratios: {
      'append/emmett': medians.ours / medians.emmett,
      'append/bare': medians.ours / medians.bare,
    },
    details: {
      parameters: given,
      bytesPerEvent: sizeOf(work[0]![0]!),
      emmettPools: probed,
      emmettPool: best,
      groups,
      medians,
      rates,
    },
  };
};

/** The pool size at which emmett is fastest, by a shorter run of each. */
const bestPool = async (
  options: BenchOptions,
  measure: (store: Contender, url: string) => Promise<number>,
): Promise<{ best: number; probed: Readonly<Record<number, number>> }> => {
  const probed: Record<number, number> = {};
  for (const connections of pools) {
    const url = await options.freshDatabase();
    probed[connections] = await measure(await emmett(url, connections), url);
    options.say(
      `emmett ${probed[connections].toFixed(0)}/s with ${connections} connections (probe)`,
    );
  }
  const best = pools.reduce((a, b) => (probed[a]! >= probed[b]! ? a : b));
  return { best, probed };
};
