// `npm run bench NAME -- --json FILE`: runs test/bench/NAME.ts and says on what machine it was.
import { randomBytes } from 'node:crypto';
import { existsSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { StartFailure } from '#process';
import pg from 'pg';
import { startThrowawayServer } from '../support/server.js';
import type { Bench } from './bench.js';
import { describeMachine, describeSoftware } from './machine.js';

const helpers = ['bench.ts', 'machine.ts', 'run.ts'];
const benches = readdirSync(import.meta.dirname)
  .filter((file) => file.endsWith('.ts') && !file.endsWith('spec.ts') && !helpers.includes(file))
  .map((file) => file.slice(0, -'.ts'.length));

const usage = `npm run bench NAME -- [--json FILE] [--rounds N] [--set name=value]…
  NAME: ${benches.join(', ') || '(there is none yet)'}`;

const wanted = () => {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      json: { type: 'string' },
      rounds: { type: 'string', default: '5' },
      set: { type: 'string', multiple: true, default: [] },
    },
  });
  const [name = ''] = positionals;
  const rounds = Number(values.rounds);
  const parameters = Object.fromEntries(
    values.set.map((pair) => [pair.split('=')[0] ?? '', Number(pair.split('=')[1])]),
  );
  const figures = [rounds, ...Object.values(parameters)];
  if (positionals.length !== 1 || !benches.includes(name) || figures.some((n) => !(n > 0)))
    throw new StartFailure(usage);
  return { name, rounds, parameters, json: values.json };
};

const newDatabase = async (server: string): Promise<string> => {
  const client = new pg.Client({ connectionString: server });
  await client.connect();
  try {
    const name = `bench_${randomBytes(6).toString('hex')}`;
    await client.query(`create database ${name} template template0 encoding 'UTF8'`);
    const url = new URL(server);
    url.pathname = `/${name}`;
    return url.href;
  } finally {
    await client.end();
  }
};

const main = async (): Promise<void> => {
  const { name, rounds, parameters, json } = wanted();
  const file = join(import.meta.dirname, `${name}.ts`);
  if (!existsSync(file)) throw new StartFailure(usage);
  const { run } = (await import(file)) as { run: Bench };
  const given = process.env['BENCH_DATABASE_URL'];
  const server = given ? undefined : await startThrowawayServer(true);
  const url = given ?? server?.url ?? '';
  try {
    const software = await describeSoftware(url);
    const result = await run({
      databaseUrl: await newDatabase(url),
      freshDatabase: () => newDatabase(url),
      rounds,
      parameters,
      say: (line) => console.error(line),
    });
    const report = { ...result, rounds, machine: describeMachine(), software };
    console.log(JSON.stringify(report, undefined, 2));
    if (json) writeFileSync(json, `${JSON.stringify(report, undefined, 2)}\n`);
    for (const [ratio, value] of Object.entries(result.ratios))
      console.log(`${ratio} ${value.toFixed(2)}`);
  } finally {
    await server?.stop();
  }
};

try {
  await main();
} catch (error) {
  console.error(error instanceof StartFailure ? error.message : error);
  process.exitCode = 1;
}
