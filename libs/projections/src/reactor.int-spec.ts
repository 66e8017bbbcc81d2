import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { StoreUnavailable, type Dispatcher, type Outcome } from '#event-store';
import { reaction, seenIn, sight, type AnyReaction, type Message } from '#kernel';
import { freshDatabase } from '../../../test/support/database.js';
import { groundIn, until, type Ground } from '../spec/ground.js';
import { record, spent, taken, type WorkshopEvent } from '../spec/workshop.js';
import {
  reactionRefusals,
  readCheckpoints,
  Reactor,
  type ReactorOptions,
  type Trouble,
} from './index.js';

interface Sent {
  readonly id: string | undefined;
  readonly cause: string | undefined;
  readonly by: unknown;
  readonly command: Message;
}

/** Answers each command id once and the same ever after, as the real one does; what it is told to answer otherwise, it does. */
class RecordingDispatcher implements Pick<Dispatcher, 'dispatch'> {
  readonly calls: Sent[] = [];
  readonly effects = new Map<string, Message>();
  answer: (sent: Sent) => Promise<Outcome | undefined> = () => Promise.resolve(undefined);

  dispatch: Dispatcher['dispatch'] = async (_category, command, envelope, by) => {
    const id = envelope.commandId ?? '';
    const sent = { id, cause: envelope.causationId, by, command: command as Message };
    this.calls.push(sent);
    const told = await this.answer(sent);
    if (told) return told;
    this.effects.set(id, sent.command);
    return { outcome: 'accepted', commandId: id, events: [] };
  };
  dispatchMany: Dispatcher['dispatchMany'] = () => Promise.reject(new Error('never asked'));
  dispatchSheet: Dispatcher['dispatchSheet'] = () => Promise.reject(new Error('never asked'));
}

const total = sight<WorkshopEvent, number>(0, {
  TimeSpent: (sum, { data }) => sum + data.minutes,
  TimeTaken: (sum, { data }) => sum - data.minutes,
});
const praise = reaction<Extract<WorkshopEvent, { type: 'TimeSpent' }>, { minutes: number }>({
  name: 'when-time-spent-then-praise',
  on: ['TimeSpent'],
  facts: ({ meta }) => ({ minutes: seenIn(meta.stream, total) }),
  react: ({ data }, { minutes }) =>
    minutes < 10
      ? []
      : [
          {
            category: 'praise',
            command: { type: 'Praise', data: { trainee: data.trainee, minutes } },
          },
        ],
});
const late: AnyReaction = { ...praise, name: 'when-time-spent-then-look-again', after: 60_000 };

let ground: Ground;
let dispatcher: RecordingDispatcher;
let reactors: Reactor[];
const react = (options: Partial<ReactorOptions> = {}): Reactor => {
  const { store, pool } = ground;
  const reactor = new Reactor({ store, pool, dispatcher, reactions: [praise], ...options });
  reactors.push(reactor);
  reactor.start();
  return reactor;
};
const checkpointAt = (name: string, position: string) =>
  until(async () => (await readCheckpoints(ground.pool, [name]))[0]?.position === position);
const praised = () => [...dispatcher.effects.values()].map(({ data }) => data);

beforeEach(async () => {
  ground = await groundIn(await freshDatabase(), []);
  dispatcher = new RecordingDispatcher();
  reactors = [];
});
afterEach(async () => {
  await Promise.all(reactors.map((reactor) => reactor.stop()));
  await ground.leave();
});

describe('a reaction', () => {
  it('answers each event with facts from the store, in its own name, with the event as cause', async () => {
    const last = await record(
      ground.store,
      taken(),
      spent({ trainee: 't1', minutes: 30 }),
      spent({ trainee: 't2', minutes: 5 }),
    );
    react();
    await checkpointAt('reaction:when-time-spent-then-praise', last);
    expect(praised()).toEqual([{ trainee: 't1', minutes: 20 }]);
    const [event] = await ground.store.read('workshop-t1', { from: 1 });
    expect(dispatcher.calls[0]).toMatchObject({
      cause: event?.meta.id,
      by: { system: 'when-time-spent-then-praise' },
    });
  });

  it('sends the same command again after a crash between dispatch and checkpoint, and so has one effect', async () => {
    const last = await record(
      ground.store,
      spent({ trainee: 't1' }),
      spent({ trainee: 't2', minutes: 20 }),
    );
    const crash = new Reactor({ ...ground, dispatcher, reactions: [praise] });
    const moves =
      "create function read.no() returns trigger language plpgsql as $$ begin raise exception using errcode = '57P01'; end $$; create trigger no before update of position on read.checkpoints for each row execute function read.no()";
    await ground.pool.query(moves);
    crash.start();
    await until(() => dispatcher.calls.length >= 2);
    await crash.stop();
    await ground.pool.query('drop trigger no on read.checkpoints');
    expect((await readCheckpoints(ground.pool))[0]?.position).toBeUndefined();
    react();
    await checkpointAt('reaction:when-time-spent-then-praise', last);
    expect(dispatcher.calls.length).toBeGreaterThanOrEqual(4);
    expect(praised()).toEqual(
      expect.arrayContaining([
        { trainee: 't1', minutes: 10 },
        { trainee: 't2', minutes: 20 },
      ]),
    );
    expect(dispatcher.effects.size).toBe(2);
  });

  it('tries again while the store is away or rivals are in the way, and loses nothing', async () => {
    const answers: (() => Outcome)[] = [
      () => {
        throw new StoreUnavailable('away');
      },
      () => ({
        outcome: 'rejected',
        commandId: '',
        reasons: [{ code: 'E_BUSY', clause: 'platform', zh: '', en: '', detail: {} }],
      }),
    ];
    dispatcher.answer = async () => answers.shift()?.();
    const last = await record(ground.store, spent({ trainee: 't1' }), spent({ trainee: 't2' }));
    react();
    await checkpointAt('reaction:when-time-spent-then-praise', last);
    expect(dispatcher.effects.size).toBe(2);
    expect(await reactionRefusals(ground.pool)).toEqual([]);
  });

  it('writes down what was refused, once, and goes on', async () => {
    const reasons = [
      { code: 'E_NEVER', clause: '3.1', zh: '不', en: 'no', detail: { minutes: 10 } },
    ] as const;
    dispatcher.answer = async ({ command, id = '' }) =>
      (command.data as { trainee: string }).trainee === 't1'
        ? { outcome: 'rejected', commandId: id, reasons: [reasons[0]] }
        : undefined;
    const last = await record(ground.store, spent({ trainee: 't1' }), spent({ trainee: 't2' }));
    const troubles: Trouble[] = [];
    react({ onTrouble: (trouble) => troubles.push(trouble) });
    await checkpointAt('reaction:when-time-spent-then-praise', last);
    await until(() => troubles.length > 0);
    const [asked] = await ground.store.read('workshop-t1');
    // Codes and ids alone: what was refused is in the database, not in the log.
    expect(troubles).toEqual([
      {
        ...{ kind: 'refused', name: 'reaction:when-time-spent-then-praise', command: 'Praise' },
        ...{ event: asked?.meta.id, position: asked?.meta.position, codes: ['E_NEVER'] },
      },
    ]);
    expect(praised()).toEqual([{ trainee: 't2', minutes: 10 }]);
    expect(await reactionRefusals(ground.pool)).toMatchObject([
      {
        commandId: dispatcher.calls.find(({ command }) => JSON.stringify(command).includes('t1'))
          ?.id,
        reaction: 'when-time-spent-then-praise',
        category: 'praise',
        command: 'Praise',
        reasons,
      },
    ]);
  });

  it('stands still when its own code throws, and leaves the others alone', async () => {
    const broken: AnyReaction = {
      ...praise,
      name: 'when-time-spent-then-break',
      react: () => {
        throw new TypeError('secret');
      },
    };
    const last = await record(ground.store, spent({ trainee: 't1' }), spent({ trainee: 't2' }));
    const reactor = react({ reactions: [broken, praise] });
    await checkpointAt('reaction:when-time-spent-then-praise', last);
    await until(
      async () =>
        (await readCheckpoints(ground.pool, ['reaction:when-time-spent-then-break']))[0]?.error !==
        undefined,
    );
    const health = reactor.health().map(({ state }) => state);
    expect(health).toEqual(['stopped', 'running']);
    expect(JSON.stringify([await readCheckpoints(ground.pool), reactor.health()])).not.toContain(
      'secret',
    );
    expect(dispatcher.effects.size).toBe(2);
  });
});

describe('a reaction that looks again later', () => {
  it('passes no event by where the moments of two writers do not rise along the feed', async () => {
    const { store } = ground;
    const now = Date.parse('2026-03-02T08:00:00.000Z');
    const trainees = ['t1', 't2', 't3'];
    await record(store, ...trainees.map((trainee) => spent({ trainee })));
    const recordedAt = [now, now + 5_000, now].map((at) => new Date(at).toISOString());
    const positions = (await store.readAll(undefined)).map(({ meta }) => meta.position);
    const readAll = store.readAll.bind(store);
    store.readAll = async (...asked) =>
      (await readAll(...asked)).map((event) => {
        const moment = recordedAt[positions.indexOf(event.meta.position)] ?? '';
        return { ...event, meta: { ...event.meta, recordedAt: moment } };
      });
    let moment = now + 60_000;
    react({ reactions: [late], now: () => moment, leaseMs: 150 });
    await until(() => dispatcher.effects.size > 0);
    expect(praised()).toEqual([{ trainee: 't1', minutes: 10 }]);
    moment += 5_000;
    await until(() => dispatcher.effects.size === trainees.length);
  });

  it('waits until its time, across a restart, and then sees what has happened since', async () => {
    let now = Date.now();
    const options = { reactions: [late], now: () => now, leaseMs: 150 };
    const first = react(options);
    const before = await record(
      ground.store,
      spent({ trainee: 't1' }),
      spent({ trainee: 't2', minutes: 20 }),
    );
    await new Promise((resolve) => setTimeout(resolve, 300));
    expect(dispatcher.calls).toEqual([]);
    await first.stop();
    await record(ground.store, taken({ trainee: 't1' }));
    react(options);
    now += 61_000;
    await until(() => dispatcher.effects.size > 0);
    await until(
      async () => Number((await readCheckpoints(ground.pool))[0]?.position ?? 0) >= Number(before),
    );
    expect(praised()).toEqual([{ trainee: 't2', minutes: 20 }]);
  });
});

describe('two reactors at once', () => {
  it('have one effect per event', async () => {
    react({ leaseMs: 200 });
    await record(
      ground.store,
      ...Array.from({ length: 60 }, (_, index) => spent({ trainee: `t${index % 2}`, minutes: 10 })),
    );
    react({ leaseMs: 200 });
    const last = await record(
      ground.store,
      ...Array.from({ length: 60 }, (_, index) => spent({ trainee: `t${index % 2}`, minutes: 10 })),
    );
    await checkpointAt('reaction:when-time-spent-then-praise', last);
    expect(dispatcher.effects.size).toBe(120);
    expect((await readCheckpoints(ground.pool))[0]?.events).toBe(120);
  });
});
