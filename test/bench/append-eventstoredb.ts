import { EventStoreDBClient, jsonEvent, NO_STREAM } from '@eventstore/db-client';
import { eventStoreMigrations } from '#event-store';
import { migrate, openPool } from '#postgres';
import { openEventStoreDb } from '../../libs/event-store/src/eventstoredb/event-store.js';
import { startServerProcess } from '../support/eventstoredb/process.js';
import type { Contender } from './append/contenders.js';
import { sizeOf, workload, type Entry, type Workload } from './append/workload.js';
import { interleaved, median, type Bench } from './bench.js';

const defaults = { clients: 100, events: 100, trainees: 20, warmUp: 20 };

const everyClient = async (work: Workload, append: (entry: Entry) => Promise<unknown>) => {
  await Promise.all(
    work.map(async (entries) => {
      for (const entry of entries) await append(entry);
    }),
  );
};

/** The adapter. Its index is kept by a process of its own where it matters; `indexing` keeps it in this one. */
const adapter = async (url: string, databaseUrl: string, indexing: boolean): Promise<Contender> => {
  const pool = openPool(databaseUrl, { application: 'bench', max: 2 });
  await migrate(pool, eventStoreMigrations);
  await pool.end();
  const store = await openEventStoreDb({ url, databaseUrl, keepsIndex: indexing });
  return {
    play: (work) =>
      everyClient(work, async ({ stream, seen, event }) => {
        const expected = seen < 0 ? 'none' : seen;
        const [outcome] = await store.append([[{ stream, expected, events: [event] }]]);
        if (!outcome?.ok) throw new Error(`refused: ${JSON.stringify(outcome)}`);
      }),
    close: () => store.close(),
  };
};

/** The library's client alone: the same events at the same revisions, with nothing looked up and nothing promised. */
const bare = (url: string): Contender => {
  const client = EventStoreDBClient.connectionString(url);
  return {
    play: (work) =>
      everyClient(work, ({ stream, seen, event: { id, type, data, meta } }) =>
        client.appendToStream(
          stream,
          jsonEvent({ id, type, data: { ...data }, metadata: { ...meta } }),
          {
            expectedRevision: seen < 0 ? NO_STREAM : BigInt(seen),
          },
        ),
      ),
    close: () => client.dispose(),
  };
};

/**
 * One event per append by 100 clients at once, through the adapter and through the library's client alone. Every run has a server
 * process and an index of its own and the same warm-up. Figures are events per second.
 */
export const run: Bench = async (options) => {
  const given = { ...defaults, ...options.parameters };
  const { clients, trainees } = given;
  const work = workload('run', clients, given.events, trainees);
  const measure = async (
    name: string,
    open: (url: string) => Promise<Contender> | Contender,
  ): Promise<number> => {
    const server = await startServerProcess();
    try {
      const contender = await open(server.url);
      await contender.play(workload('warm-up', clients, given.warmUp, trainees));
      const begun = performance.now();
      await contender.play(work);
      const rate = work.flat().length / ((performance.now() - begun) / 1000);
      await contender.close();
      options.say(`${name} ${rate.toFixed(0)}/s`);
      return rate;
    } finally {
      await server.remove();
    }
  };
  const through = (name: string, indexing: boolean) => () =>
    measure(name, async (url) => adapter(url, await options.freshDatabase(), indexing));
  const rates = await interleaved(options.rounds, {
    adapter: through('adapter', false),
    indexing: through('adapter, keeping the index too', true),
    bare: () => measure('bare', bare),
  });
  const medians = {
    adapter: median(rates.adapter),
    indexing: median(rates.indexing),
    bare: median(rates.bare),
  };
  return {
    name: 'append-eventstoredb',
    ratios: {
      'append-eventstoredb/bare': medians.adapter / medians.bare,
      'append-eventstoredb-indexing/bare': medians.indexing / medians.bare,
    },
    details: { parameters: given, bytesPerEvent: sizeOf(work[0]![0]!), medians, rates },
  };
};
