import { afterEach, beforeEach, expect, it } from '@jest/globals';
import kafkajs from 'kafkajs';
import { describeWithKafka } from '../../../../test/support/kafka/describe.js';
import { wholeTopic } from '../../../../test/support/kafka/reading.js';
import { judge } from '../../../../test/support/kafka/verdict.js';
import { append, eventAbout } from '../../../../test/support/kafka/writing.js';
import { newGround, until, type Ground } from '../../spec/ground.js';
import { ensureTopic, greatestMessageBytes, Publisher, topicEnds, type Relay } from '../index.js';

// Node does not find this one among the names that kafkajs exports.
const { ConfigResourceTypes } = kafkajs;

describeWithKafka('the relay', () => {
  let ground: Ground;
  let relays: Relay[];
  beforeEach(async () => {
    ground = await newGround();
    relays = [];
  });
  afterEach(async () => {
    await Promise.all(relays.map((relay) => relay.stop()));
    await ground.leave();
  });

  const started = (...given: Parameters<Ground['relay']>): Relay => {
    const relay = ground.relay(...given);
    relays.push(relay);
    relay.start();
    return relay;
  };
  const configured = async (settings: Readonly<Record<string, string>>): Promise<void> => {
    const admin = ground.kafka.admin();
    await admin.connect();
    await admin.alterConfigs({
      validateOnly: false,
      resources: [
        {
          ...{ type: ConfigResourceTypes.TOPIC, name: ground.topic.topic },
          configEntries: Object.entries(settings).map(([name, value]) => ({ name, value })),
        },
      ],
    });
    await admin.disconnect();
  };

  it('stops with one line at an event that the brokers refuse as too large, and goes on there', async () => {
    await ensureTopic(ground.kafka, ground.topic);
    const limit = (bytes: number) => configured({ 'max.message.bytes': String(bytes) });
    await limit(20_000);
    await append(ground.store, 5);
    const large = eventAbout('person-1', 6);
    const [outcome] = await ground.store.append([
      [
        {
          ...{ stream: 'hours-large', expected: 'none' },
          events: [{ ...large, data: { text: 'x'.repeat(50_000) } }],
        },
      ],
    ]);
    expect(outcome?.ok).toBe(true);
    await append(ground.store, 5);
    const relay = started({ prepare: async () => undefined });
    expect(await until(() => relay.health().state === 'stopped')).toBe(true);
    expect(relay.health().detail).toMatch(
      /^topic \S+ does not take what is to be published: the largest of it, the event at position 6, has 51\d{3} bytes; raise/,
    );
    await relay.stop();
    await limit(greatestMessageBytes);
    const again = started();
    const head = await ground.store.head();
    expect(await until(() => again.health().position === head)).toBe(true);
    const [written, stored] = [
      await wholeTopic(ground.brokers, ground.topic.topic),
      await ground.store.readAll(undefined),
    ];
    expect(judge(stored, written, 4)).toMatchObject({ missing: 0, early: 0 });
  });

  it('stops when the topic may lose messages, or takes no large ones', async () => {
    await ensureTopic(ground.kafka, ground.topic);
    await configured({
      'unclean.leader.election.enable': 'true',
      'max.message.bytes': '1048588',
    });
    const relay = started();
    expect(await until(() => relay.health().state === 'stopped')).toBe(true);
    expect(relay.health().detail).toMatch(
      /has unclean\.leader\.election\.enable=true: .*; it has max\.message\.bytes=1048588 and the greatest event may need 1310720: alter it/,
    );
  });

  it('stops with one line when the topic is not what it has to be', async () => {
    await ensureTopic(ground.kafka, { ...ground.topic, partitions: 2 });
    const relay = started();
    expect(await until(() => relay.health().state === 'stopped')).toBe(true);
    expect(relay.health().detail).toBe(
      `topic ${ground.topic.topic} has 2 partitions and KAFKA_PARTITIONS says 4: another number breaks the order of what is in it, so have KAFKA_PARTITIONS say 2, or name a new topic`,
    );
  });
});

describeWithKafka('a topic that was filled from a store before it was restored', () => {
  let before: Ground;
  let after: Ground;
  beforeEach(async () => {
    [before, after] = [await newGround(), await newGround()];
    await append(before.store, 60);
    const relay = before.relay();
    relay.start();
    const head = await before.store.head();
    expect(await until(() => relay.health().position === head)).toBe(true);
    await relay.stop();
  });
  afterEach(async () => {
    await before.leave();
    await after.leave();
  });

  /** To the same topic, which nobody has relayed to in the database that is there now. */
  const relayAfter = () => {
    const { kafka, topic } = before;
    return after.relay({
      prepare: () => ensureTopic(kafka, topic),
      topic: topic.topic,
      ends: (signal) => topicEnds(kafka, topic.topic, signal),
      publisher: new Publisher({ kafka, topic: topic.topic }),
    });
  };
  it.each([
    ['which lacks what was published last', 50],
    ['which has gone past that with other events', 70],
  ])('gets nothing of a store %s: the relay stops with one line', async (_, count) => {
    await append(after.store, count);
    const relay = relayAfter();
    relay.start();
    const written = await wholeTopic(before.brokers, before.topic.topic);
    expect(await until(() => relay.health().state === 'stopped')).toBe(true);
    await relay.stop();
    expect(relay.health().detail).toBe(
      `topic ${before.topic.topic} is ahead of the store: it was filled up to position ${String(await before.store.head())}, and the event there is not in the store, as after a restore to an earlier moment; set a new KAFKA_TOPIC for relay and projectors`,
    );
    expect(await wholeTopic(before.brokers, before.topic.topic)).toHaveLength(written.length);
  });

  it('is its own store’s still, whoever relays and however often', async () => {
    for (let turn = 0; turn < 2; turn += 1) {
      const relay = before.relay();
      relay.start();
      await append(before.store, turn);
      const head = await before.store.head();
      const done = () => relay.health().state === 'running' && relay.health().position === head;
      expect(await until(done)).toBe(true);
      // A second without events: their watermark still tells which event the topic ends with.
      await new Promise((resolve) => setTimeout(resolve, 1_200));
      await relay.stop();
      const ends = await topicEnds(before.kafka, before.topic.topic, AbortSignal.timeout(20_000));
      expect(ends.map(({ position }) => position)).toEqual([head, head, head, head]);
      const [last] = await before.store
        .readAll(undefined, undefined, 100)
        .then((all) => all.slice(-1));
      expect(ends.map((end) => end.last?.id)).toEqual(ends.map(() => last?.meta.id));
    }
  });
});
