import { randomBytes } from 'node:crypto';
import { newDevelopmentKey, developmentIssuer, verifier } from '#identity';
import { migrate, openPool, type Pool } from '#postgres';
import { pino } from 'pino';
import { createGateway, readProviders } from '../../apps/gateway/src/index.js';
import { contexts, openPlatform, platformMigrations } from '../../apps/worker/src/index.js';
import { median, type Bench, type BenchOptions } from './bench.js';
import { person, writeHistory } from './replay/history.js';
import { keepAlive, type Ask } from './replay/client.js';
import { fill } from './replay/store-of.js';

const defaults = { small: 17_000, large: 1_700_000, requests: 200 };

const fields = `subject name position recordedAt states views integrity { events complete digest }
  events { id type stream revision position recordedAt occurredOn commandId correlationId causationId
    actor { user role organization onBehalfOf system } subjects evidence { kind digest } rules
    basedOn { stream revision } schemaVersion data }`;
const body = JSON.stringify({
  query: `query ($subject: ID!) { replay(subject: $subject) { ${fields} } }`,
  variables: { subject: `person-${person}` },
});

/** The rows that a replay is made of, and nothing done with them. */
const bareSelect = `select position, stream, revision, event_id, type, data, meta, subjects, recorded_at
  from es.events where subjects @> array['person-${person}'] order by position`;

interface Place {
  /** Milliseconds of one replay over HTTP, body read to its end. */
  replay(): Promise<number>;
  select(): Promise<number>;
  close(): Promise<void>;
}

/**
 * A trainee of 350 events replayed with all fields over HTTP by one client: against a bare select of the same rows, and in a store
 * of 1.7 million events against one of 17,000. All four are measured in turn, request by request.
 */
export const run: Bench = async (options) => {
  const given = { ...defaults, ...options.parameters };
  const small = await open(options, options.databaseUrl, given.small);
  const large = await open(options, await options.freshDatabase(), given.large);
  const measures = {
    'replay small': () => small.replay(),
    'select small': () => small.select(),
    'replay large': () => large.replay(),
    'select large': () => large.select(),
  };
  const rounds: Record<string, number>[] = [];
  for (let round = 0; round < options.rounds; round += 1) {
    rounds.push(await inTurn(measures, given.requests));
    options.say(JSON.stringify(rounds.at(-1)));
  }
  await Promise.all([small.close(), large.close()]);
  const of = (name: keyof typeof measures) => median(rounds.map((round) => round[name] ?? 0));
  return {
    name: 'replay',
    ratios: {
      'replay/select': of('replay small') / of('select small'),
      'replay/growth': of('replay large') / of('replay small'),
    },
    details: { parameters: given, unit: 'milliseconds, median of the requests of a round', rounds },
  };
};

const inTurn = async (
  measures: Readonly<Record<string, () => Promise<number>>>,
  requests: number,
) => {
  const taken = new Map<string, number[]>(Object.keys(measures).map((name) => [name, []]));
  for (let request = -20; request < requests; request += 1) {
    for (const [name, measure] of Object.entries(measures)) {
      const milliseconds = await measure();
      if (request >= 0) taken.get(name)?.push(milliseconds);
    }
  }
  return Object.fromEntries([...taken].map(([name, all]) => [name, median(all)]));
};

const open = async (options: BenchOptions, databaseUrl: string, events: number): Promise<Place> => {
  const pool = openPool(databaseUrl, { application: 'bench', max: 2 });
  await migrate(pool, platformMigrations);
  const platform = await openPlatform({ databaseUrl, vaultKey: randomBytes(32).toString('hex') });
  options.say(`filling a store with ${String(events)} events`);
  await writeHistory(platform.store, 0, 100);
  await fill(platform.store, { events, share: [0, 0.5] }, options.say);
  await writeHistory(platform.store, 100, 250);
  await fill(platform.store, { events, share: [0.5, 1] }, options.say);
  await writeHistory(platform.store, 250, 350);
  await pool.query('vacuum analyze es.events');
  const issuer = await developmentIssuer(await newDevelopmentKey());
  const gateway = await createGateway({
    ...{ store: platform.store, dispatcher: platform.dispatcher, contexts, port: 0 },
    providers: readProviders(platform, contexts),
    verify: verifier(issuer),
    log: pino({ level: 'silent' }),
  });
  const token = await issuer.sign({ user: 'regulator', role: 'province', region: '44' });
  const url = `${await gateway.getUrl()}/graphql`;
  const client = keepAlive(url, { authorization: `Bearer ${token}` });
  return {
    replay: () => timed(() => answered(client.ask)),
    select: () => timed(() => selected(pool)),
    close: async () => {
      client.close();
      await gateway.close();
      await platform.close();
      await pool.end();
    },
  };
};

const answered = async (ask: Ask): Promise<void> => {
  const text = await ask(body);
  if (!text.includes('"integrity":{"events":350,')) throw new Error('not the whole history');
};

const selected = async (pool: Pool): Promise<void> => {
  const { rows } = await pool.query(bareSelect);
  if (rows.length !== 350) throw new Error('not the whole history');
};

const timed = async (work: () => Promise<void>): Promise<number> => {
  const begun = performance.now();
  await work();
  return performance.now() - begun;
};
