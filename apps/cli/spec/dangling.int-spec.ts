import { randomBytes } from 'node:crypto';
import { openPostgresEventStore, uuidFrom, type EventStore } from '#event-store';
import { migrate, openPool, type Pool } from '#postgres';
import { Runner, Watermarks } from '#projections';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { pino } from 'pino';
import { freshDatabase } from '../../../test/support/database.js';
import { eventually } from '../../../test/support/eventually.js';
import { contexts, openPlatform, platformMigrations } from '../../worker/src/index.js';
import { reactor } from '../../worker/src/roles/reactor.js';
import { startRoles } from '../../worker/src/roles/start-roles.js';
import { skilltrace } from './command-line.js';

const projections = contexts.flatMap((context) => context.projections);
const id = (name: string) => uuidFrom('1f0a3c52-7f61-4d0e-9a53-5c1d3b7e2a01', name);
const day = '2026-03-02';

const proposed = {
  ...{ programme: 'student-apprentice', enterprise: id('enterprise'), college: id('college') },
  ...{ postId: id('post'), occupation: '6-31-01-03', region: '44' },
};

/** What was reserved, by the stream that says so, and nothing that it was reserved for; then a path that nothing is reserved for. */
const written: readonly (readonly [stream: string, type: string, data: object])[] = [
  [
    `active-apprenticeship-${id('person')}`,
    'PersonReserved',
    { person: id('person'), apprenticeshipId: id('path') },
  ],
  [
    `class-${id('class')}`,
    'SeatTaken',
    { classId: id('class'), apprenticeshipId: id('seated path') },
  ],
  [
    `mentor-${id('mentor')}`,
    'ApprenticeTakenOn',
    { mentor: id('mentor'), apprenticeshipId: id('mentored path') },
  ],
  [
    `trainer-day-${id('trainer')}-${day}`,
    'TrainerBooked',
    {
      ...{ trainer: id('trainer'), on: day, from: '08:30', to: '09:30' },
      sessionId: id('session'),
    },
  ],
  [
    'training-numbers-T2026',
    'TrainingNumberAllotted',
    { series: 'T2026', sequence: 1, certificateId: id('training certificate') },
  ],
  [
    'level-numbers-L2026',
    'LevelNumberAllotted',
    { series: 'L2026', sequence: 1, certificateId: id('level certificate') },
  ],
  [
    `levels-held-${id('holder')}`,
    'LevelHeld',
    {
      ...{ person: id('holder'), occupation: '6-31-01-03', level: 'JUNIOR' },
      certificateId: id('paper'),
    },
  ],
  [
    `apprenticeship-${id('lone path')}`,
    'ApprenticeshipProposed',
    { ...proposed, apprenticeshipId: id('lone path'), person: id('lone person') },
  ],
];

describe('skilltrace verify', () => {
  let pool: Pool;
  let store: EventStore;
  let environment: Readonly<Record<string, string>>;
  const ending: (() => Promise<unknown>)[] = [];
  const verify = () => skilltrace(['verify'], environment).ended;

  beforeAll(async () => {
    const database = await freshDatabase();
    ending.push(() => database.drop());
    const vaultKey = randomBytes(32).toString('hex');
    environment = { DATABASE_URL: database.url, VAULT_KEY: vaultKey };
    pool = openPool(database.url, { application: 'spec', max: 4 });
    ending.push(() => pool.end());
    await migrate(pool, platformMigrations);
    store = await openPostgresEventStore({ url: database.url });
    ending.push(() => store.close());
  }, 60_000);
  afterAll(async () => {
    for (const end of ending.reverse()) await end();
  });

  it('says of an empty store that all is well', async () => {
    await levelViews();
    expect(await verify()).toMatchObject({ code: 0, err: '' });
  }, 60_000);

  it('names every kind of reservation that is held for nothing, and ends with exit code 3', async () => {
    await append(written);
    await levelViews();
    const told = await verify();
    expect(told).toMatchObject({
      code: 3,
      err: '8 things differ from what the events say.\n',
    });
    expect(told.out.trimEnd().split('\n').sort()).toEqual(
      [
        `active-apprenticeship-${id('person')}: taken for path ${id('path')}, which is not there`,
        `class-${id('class')}: holds a place for path ${id('seated path')}, which is not there`,
        `mentor-${id('mentor')}: holds a place for path ${id('mentored path')}, which is not there`,
        `trainer-day-${id('trainer')}-${day}: booked by session ${id('session')}, which is not held`,
        `number T2026/1: allotted to certificate ${id('training certificate')}, which is not there`,
        `number L2026/1: allotted to certificate ${id('level certificate')}, which is not there`,
        `levels-held-${id('holder')}: held by certificate ${id('paper')}, which is not valid`,
        `apprenticeship-${id('lone path')}: goes on, but person ${id('lone person')} is not taken for it`,
      ]
        .map((line) => `dangling reservation: ${line}`)
        .sort(),
    );
  }, 60_000);

  it('tells what a rule refused to a reaction, and still names what that left dangling', async () => {
    // The person of the lone path was taken for another path meanwhile: two paths of one person are for people to part.
    const [rival, holder] = [id('rival path'), id('lone person')];
    await append([
      [
        `apprenticeship-${rival}`,
        'ApprenticeshipProposed',
        { ...proposed, apprenticeshipId: rival, person: holder },
      ],
      [
        `active-apprenticeship-${holder}`,
        'PersonReserved',
        { person: holder, apprenticeshipId: rival },
      ],
    ]);
    const said = await react();
    await levelViews();
    const told = await verify();
    expect(told).toMatchObject({ code: 3 });
    const lines = told.out.split('\n');
    expect(lines).toContain(
      `dangling reservation: apprenticeship-${id('lone path')}: goes on, but person ${holder} is not taken for it`,
    );
    const refused = lines.filter((line) => line.startsWith('when-reserved-then-settle: '));
    expect(refused).toEqual([
      expect.stringMatching(
        /ReservePerson was refused with E_DUPLICATE_ACTIVE at \S+Z, after event \S+, position 8$/,
      ),
    ]);
    expect(said()).toMatch(/"codes":\["E_DUPLICATE_ACTIVE"\]/);
    expect(said()).not.toContain(holder);
  }, 90_000);

  /** Runs the reactions until one was refused; answers what they told the log. */
  const react = async (): Promise<() => string> => {
    const { DATABASE_URL: databaseUrl = '', VAULT_KEY: vaultKey = '' } = environment;
    const platform = await openPlatform({ databaseUrl, vaultKey });
    let log = '';
    const roles = await startRoles([reactor], {
      ...{ platform, environment: {} },
      log: pino({ level: 'warn' }, { write: (line: string) => void (log += line) }),
    });
    try {
      await eventually('a refusal', () => log.includes('E_DUPLICATE_ACTIVE'));
    } finally {
      await roles.stop();
      await platform.close();
    }
    return () => log;
  };

  const append = async (events: typeof written) => {
    const outcomes = await store.append(
      events.map(([stream, type, data]) => {
        const commandId = id(`command of ${stream}`);
        const meta = {
          ...{ commandId, commandDigest: '0'.repeat(64) },
          ...{ correlationId: commandId, causationId: commandId, actor: { system: 'spec' } },
          ...{ subjects: [`person-${id('lone person')}`], evidence: [], occurredOn: day },
          ...{ basedOn: [], schemaVersion: 1 },
        };
        const event = { id: uuidFrom(commandId, '0'), type, data, meta };
        return [{ stream, expected: 'none' as const, events: [event] }];
      }),
    );
    expect(outcomes.map(({ ok }) => ok)).toEqual(events.map(() => true));
  };

  /** Views alone: no reaction settles what dangles. */
  const levelViews = async () => {
    const head = await store.head();
    const runner = new Runner({ store, pool, projections });
    await runner.start();
    try {
      if (head === undefined) return;
      const watermarks = new Watermarks(pool, store);
      const tables = projections.map(({ table }) => table);
      expect(await watermarks.waitFor(tables, head, 20_000)).toBe('reached');
    } finally {
      await runner.stop();
    }
  };
});
