import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from '@jest/globals';
import { StoreUnavailable, type Dispatcher } from '#event-store';
import { idOf, partnerMessage, Uuid } from '#kernel';
import {
  deadLettersOf,
  ensureTopic,
  Inbox,
  openKafka,
  partnerPrefix,
  type DeadLetter,
  type InboxOptions,
  type InboxSource,
  type MessagePlace,
} from '#messaging';
import type { Admin, Kafka, Producer } from 'kafkajs';
import { z } from 'zod';
import { eventually } from '../../../test/support/eventually.js';
import { brokersOfTheRun, describeWithKafka } from '../../../test/support/kafka/describe.js';
import { college, sessionId } from '../spec/offer-world.js';
import { inTraining, told, trainingGround, words, type Ground } from '../spec/training-ground.js';

const of = 4;
const like = { partitions: of, replication: 1, minInsyncReplicas: 1 };
const kafka = openKafka({ brokers: brokersOfTheRun() }, { clientId: 'partner-faults' });

const Hours = z.strictObject({ apprenticeship: Uuid });
/** One effect each, so that what happened twice is seen in the store. */
const hoursReported = partnerMessage<z.infer<typeof Hours>>({
  ...{ name: 'HoursReported', summary: 'Somebody attended.', data: Hours },
  commands: ({ apprenticeship }, id) => [
    {
      ...{ category: 'hours', field: 'apprenticeship' },
      command: {
        type: 'LogHours',
        data: {
          ...{ apprenticeshipId: apprenticeship, session: sessionId, checkIn: 'face' },
          entry: id(apprenticeship),
        },
      },
    },
  ],
});
const broken = partnerMessage<{ readonly name: string }>({
  ...{ name: 'Broken', summary: 'Nobody can take it.', data: z.strictObject({ name: z.string() }) },
  commands: ({ name }) => {
    throw new TypeError(`cannot read ${name}`);
  },
});

describeWithKafka('the inbox, when things go wrong', () => {
  let ground: Ground;
  let producer: Producer;
  let admin: Admin;
  let source: InboxSource;
  let running: Inbox[];
  let people = 0;
  beforeAll(async () => {
    ground = await trainingGround();
    await told(ground, `session-${sessionId}`, [{ type: 'SessionScheduled', data: words }]);
    producer = kafka.producer();
    admin = kafka.admin();
    await Promise.all([producer.connect(), admin.connect()]);
  }, 60_000);
  afterAll(async () => {
    await Promise.all([producer.disconnect(), admin.disconnect()]);
    await ground.leave();
  });
  beforeEach(async () => {
    running = [];
    source = {
      ...{ topic: `partner-${randomUUID()}`, partner: `lms-${randomUUID()}`, partitions: of },
      actor: { user: 'partner:lms', role: 'college', organization: college },
    };
    await ensureTopic(kafka, { ...like, topic: source.topic });
  });
  afterEach(async () => {
    await Promise.all(running.map((inbox) => inbox.stop()));
  });

  const letterTopic = () =>
    ensureTopic(kafka, { ...like, partitions: 1, topic: deadLettersOf(source.topic) });
  const inbox = (more: Partial<InboxOptions> = {}): Inbox => {
    const made = new Inbox({
      ...{ kafka, dispatcher: ground.dispatcher, source, messages: [hoursReported, broken] },
      ...{ prepare: async () => undefined, isFinal: () => false },
      ...more,
    });
    running.push(made);
    made.start();
    return made;
  };
  const trainees = async (count: number): Promise<readonly string[]> => {
    const made = Array.from({ length: count }, () => idOf(`trainee ${String((people += 1))}`));
    for (const one of made) await inTraining(ground, one);
    return made;
  };
  const send = (messages: readonly (readonly [type: string, data: object])[], partition?: number) =>
    producer.send({
      topic: source.topic,
      messages: messages.map(([type, data], index) => ({
        partition: partition ?? index % of,
        value: JSON.stringify({
          ...{ specversion: '1.0', id: randomUUID(), source: '/test', data },
          type: `${partnerPrefix}${type}`,
        }),
      })),
    });
  const hours = (apprenticeship: string) => ['HoursReported', { apprenticeship }] as const;
  const nobody = hours(idOf('nobody'));
  const logged = async (trainee: string) => (await ground.store.read(`hours-${trainee}`)).length;
  const allLogged = async (all: readonly string[]) => Promise.all(all.map(logged));
  const committed = async (): Promise<number> => {
    const [group] = await admin.fetchOffsets({
      groupId: `skilltrace.inbox.${source.partner}`,
      topics: [source.topic],
    });
    const offsets = group?.partitions.map(({ offset }) => Number(offset)) ?? [];
    return offsets.reduce((sum, offset) => sum + Math.max(offset, 0), 0);
  };
  const read = async (count: number) =>
    eventually('everything is read', async () => (await committed()) === count);
  const letters = async (): Promise<readonly DeadLetter[]> => {
    const consumer = kafka.consumer({ groupId: `test-${randomUUID()}` });
    const topic = deadLettersOf(source.topic);
    const [end] = await admin.fetchTopicOffsets(topic);
    const found: DeadLetter[] = [];
    await consumer.connect();
    await consumer.subscribe({ topic, fromBeginning: true });
    await consumer.run({
      eachMessage: async ({ message }) =>
        void found.push(JSON.parse(message.value?.toString() ?? '') as DeadLetter),
    });
    await eventually('the letters are read', () => found.length >= Number(end?.high));
    await consumer.disconnect();
    return found;
  };

  it('does all once when it dies between effect and commit, and tells again what it refused', async () => {
    await letterTopic();
    const all = await trainees(12);
    await send([...all.map(hours), nobody]);
    const first = inbox({ kafka: withoutCommits(kafka) });
    await eventually('all has happened', async () =>
      (await allLogged(all)).every((count) => count === 1),
    );
    await eventually('the letter is written', async () => (await letters()).length === 1);
    await first.stop();
    expect(await committed()).toBe(0);
    inbox();
    await read(13);
    expect(await allLogged(all)).toEqual(all.map(() => 1));
    const [one, again, ...others] = await letters();
    expect([again?.id, again?.data, others]).toEqual([one?.id, one?.data, []]);
  }, 60_000);

  it('shares with a second in mid-batch, and hands over to it, without losing or doubling anything', async () => {
    await letterTopic();
    const all = await trainees(160);
    await send(all.map(hours));
    const done: string[] = [];
    const happened = () => new Set(done).size;
    const slow = (name: string): Dispatcher => ({
      ...ground.dispatcher,
      dispatch: async (...given) => {
        // All of them together take longer than a second member needs to join.
        await sleep(60);
        const outcome = await ground.dispatcher.dispatch(...given);
        done.push(outcome.commandId);
        by.add(name);
        return outcome;
      },
    });
    const by = new Set<string>();
    const first = inbox({ dispatcher: slow('first') });
    await eventually('the first is in the midst', () => happened() >= 10);
    inbox({ dispatcher: slow('second') });
    await eventually('the second has its share', () => by.has('second'));
    expect(happened()).toBeLessThan(160);
    await first.stop();
    await read(160);
    expect(await allLogged(all)).toEqual(all.map(() => 1));
    expect(await letters()).toEqual([]);
  }, 60_000);

  it('goes on only when the dead letter is written', async () => {
    const [one = ''] = await trainees(1);
    let troubles = 0;
    inbox({ onTrouble: () => (troubles += 1) });
    await send([nobody, hours(one)], 0);
    await eventually('the letter fails', () => troubles >= 2);
    expect([await logged(one), await committed()]).toEqual([0, 0]);
    await letterTopic();
    await read(2);
    expect(await logged(one)).toBe(1);
    expect((await letters()).map(({ data }) => data?.offset)).toEqual(['0']);
  }, 60_000);

  it('puts away what its code cannot take, by its place alone, and takes what follows', async () => {
    await letterTopic();
    const [one = ''] = await trainees(1);
    const failed: (readonly [MessagePlace, unknown])[] = [];
    inbox({ onFailed: (...given) => failed.push(given) });
    await send([['Broken', { name: '440101199001010010' }], hours(one)], 2);
    await read(2);
    expect(await logged(one)).toBe(1);
    const place = { topic: source.topic, partition: 2, offset: '0' };
    expect(failed).toEqual([[place, expect.any(TypeError)]]);
    const told = await letters();
    expect(told.map(({ data }) => data)).toEqual([{ ...place, reasons: [{ code: 'E_INTERNAL' }] }]);
    expect(JSON.stringify(told)).not.toContain('440101199001010010');
  }, 60_000);

  it('has read what it wrote a letter about, though the next message waits for the store', async () => {
    await letterTopic();
    const [one = ''] = await trainees(1);
    let tries = 0;
    const away: Dispatcher = {
      ...ground.dispatcher,
      dispatch: (category, command, ...given) => {
        const { data } = command as { readonly data: { readonly apprenticeshipId: string } };
        if (data.apprenticeshipId !== one || (tries += 1) > 8)
          return ground.dispatcher.dispatch(category, command, ...given);
        return Promise.reject(new StoreUnavailable('away'));
      },
    };
    await send([nobody, hours(one)], 1);
    inbox({ dispatcher: away });
    await eventually('the store is asked in vain', () => tries >= 2);
    expect(await committed()).toBe(1);
    await read(2);
    expect([tries, await logged(one)]).toEqual([9, 1]);
  }, 60_000);
});

/** A client whose consumers commit nothing: as far as the brokers know, their process died before it came to that. */
const withoutCommits = (whole: Kafka): Kafka =>
  Object.assign(Object.create(whole) as Kafka, {
    consumer: (options: Parameters<Kafka['consumer']>[0]) => {
      const consumer = whole.consumer(options);
      const run: typeof consumer.run = ({ eachBatch, ...given } = {}) =>
        consumer.run({
          ...{ ...given, autoCommit: false },
          eachBatch: async (payload) =>
            eachBatch?.({ ...payload, commitOffsetsIfNecessary: async () => undefined }),
        });
      return { ...consumer, run };
    },
  });
