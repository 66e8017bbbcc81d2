import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { plainSurroundings } from '../../support/standalone.js';
import { begunOf, overOnePerson, overOneTrainersHour, wordOf } from './contests.js';
import { openGround, stores, type Ground, type Try } from './ground.js';
import { overOneNumber } from './number-contests.js';

jest.setTimeout(300_000);
/** Rivals fight in as many rounds per death of the process. */
const together = 20;
const deaths = process.env['LONG'] ? 10 : 1;

describe.each((['single', 'eventstoredb'] as const).map((kind) => [stores[kind], kind] as const))(
  'on %s, a process that dies between',
  (_store, kind) => {
    let ground: Ground;
    beforeAll(async () => {
      ground = await openGround(kind);
    });
    afterAll(() => ground.close());

    it.each([
      ['a person', overOnePerson],
      ["a trainer's hour", overOneTrainersHour],
      ['a certificate number', () => overOneNumber(false, 5)],
    ])(
      `leaves no reservation of %s dangling a second later, and one winner of ${String(deaths * together)} rounds each`,
      async (_name, contestOver) => {
        const contest = contestOver();
        await ground.tell(contest.ground);
        for (let death = 0; death < deaths; death += 1) {
          const rounds = Array.from({ length: together }, (_, at) => contest.round(at));
          await ground.tell(rounds.flatMap(({ before }) => before));
          const doomed = rounds.map(({ rivals }) => rivals[0]);
          const gateway = await dyingGateway(ground);
          gateway.send(doomed);
          // Some rivals come at once, some when the other has written and goes no further.
          const reserved = gateway.reserved(together);
          const others = rounds.map(async ({ rivals }, at) => {
            if (at % 2 === 0) await reserved;
            return ground.send(0, rivals[1], Math.random() * 200);
          });
          expect(await reserved).toBeGreaterThan(0);
          await gateway.kill();
          const before = (await Promise.all(others)).map(wordOf);
          await ground.settled();
          for (const [index, { rivals }] of rounds.entries())
            await sentAgain(ground, contest, rivals, before[index] === 'won');
          await ground.settled();
        }
      },
    );
  },
);

/** Both callers repeat what they had no answer to, or were refused, at once; afterwards one has it and the other knows. */
const sentAgain = async (
  ground: Ground,
  contest: ReturnType<typeof overOnePerson>,
  rivals: readonly [Try, Try],
  otherWon: boolean,
): Promise<void> => {
  const outcomes = await Promise.all([
    ground.send(0, rivals[0], Math.random() * 3),
    ground.send(1, rivals[1], Math.random() * 3),
  ]);
  const words = outcomes.map(wordOf);
  if (contest.name === 'one certificate number') expect(words).toEqual(['won', 'won']);
  else expect(words.toSorted()).toEqual([contest.refusal, 'won'].toSorted());
  if (otherWon) expect(words[1]).toBe('won');
  const winners = words.filter((word) => word === 'won').length;
  expect(await begunOf(ground, contest, rivals)).toBe(winners);
};

const program = resolve(import.meta.dirname, 'dying-gateway.ts');
const loader = resolve(import.meta.dirname, '../../../infra/tooling/typescript.mjs');

const dyingGateway = async ({ databaseUrl, eventStoreUrl, vaultKey }: Ground) => {
  const child = spawn(process.execPath, ['--conditions=source', '--import', loader, program], {
    env: {
      ...plainSurroundings(),
      DATABASE_URL: databaseUrl,
      VAULT_KEY: vaultKey,
      EVENT_STORE_URL: eventStoreUrl ?? '',
    },
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const ended = once(child, 'exit');
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const next = async () => (await lines.next()).value;
  expect(await next()).toBe('ready');
  return {
    send: (tries: readonly Try[]) => child.stdin.write(`${JSON.stringify(tries)}\n`),
    /** Waits until each of so many commands has reserved or was refused; answers how many have reserved. */
    reserved: async (commands: number) => {
      let reserved = 0;
      for (let heard = 0; heard < commands; heard += 1)
        if ((await next()) === 'reserved') reserved += 1;
      return reserved;
    },
    kill: async () => {
      child.kill('SIGKILL');
      expect(await ended).toEqual([null, 'SIGKILL']);
    },
  };
};
