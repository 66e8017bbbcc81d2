import { randomInt } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { openPool } from '#postgres';
import { appendGroup } from '../../src/postgres/append-call.js';
import { prepare } from '../../src/prepare.js';
import { newEvent } from './subject.js';

/**
 * A process of several writers for the race against a reader: `node … sleepy-writer.ts URL WRITERS APPENDS`. Every writer sleeps 0
 * to 20 ms between the append function and its commit and rolls back one in ten. Prints the ids it committed and those it rolled
 * back, as JSON.
 */
const [url, writers, appends] = process.argv.slice(2);
const pool = openPool(url!, { max: Number(writers), application: 'sleepy-writer' });
const committed: string[] = [];
const rolledBack: string[] = [];

const appendSleepily = async (stream: string) => {
  const events = Array.from({ length: randomInt(1, 4) }, () => newEvent());
  const client = await pool.connect();
  try {
    await client.query('begin');
    const { outcomes } = await appendGroup(
      client,
      [prepare([{ stream, expected: 'any', events }])],
      undefined,
    );
    if (!outcomes[0]?.ok) throw new Error(`append refused: ${JSON.stringify(outcomes)}`);
    await pause(randomInt(0, 21));
    const gives = randomInt(10) === 0;
    await client.query(gives ? 'rollback' : 'commit');
    (gives ? rolledBack : committed).push(...events.map(({ id }) => id));
  } finally {
    client.release();
  }
};

const write = async (writer: number) => {
  for (let count = 0; count < Number(appends); count += 1) {
    await appendSleepily(`race-${randomInt(2) === 0 ? 'shared' : `${process.pid}-${writer}`}`);
  }
};

await Promise.all(Array.from({ length: Number(writers) }, (_, writer) => write(writer)));
await pool.end();
process.stdout.write(JSON.stringify({ committed, rolledBack }));
