import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { readCheckpoints, TailLease } from '#projections';
import { describeWithKafka } from '../../../../test/support/kafka/describe.js';
import { startReader, wholeTopic, type Reader } from '../../../../test/support/kafka/reading.js';
import { judge } from '../../../../test/support/kafka/verdict.js';
import { append } from '../../../../test/support/kafka/writing.js';
import { newGround, until, type Ground } from '../../spec/ground.js';
import {
  ensureTopic,
  Publisher,
  TopicDiffers,
  topicEnds,
  type Relay,
  type RelayLease,
  type RelayTrouble,
} from '../index.js';

/** A broker that is slow to answer may be sent something twice: at least once is what is promised. */
const nothingWrong = { missing: 0, early: 0, false: 0, unreadable: 0 };

describeWithKafka('the relay', () => {
  let ground: Ground;
  let relays: Relay[];
  let readers: Reader[];
  beforeEach(async () => {
    ground = await newGround();
    relays = [];
    readers = [];
  });
  afterEach(async () => {
    await Promise.all(relays.map((relay) => relay.stop()));
    await Promise.all(readers.map((reader) => reader.stop()));
    await ground.leave();
  });

  const started = (...given: Parameters<Ground['relay']>): Relay => {
    const relay = ground.relay(...given);
    relays.push(relay);
    relay.start();
    return relay;
  };
  const read = async (): Promise<Reader> => {
    await ensureTopic(ground.kafka, ground.topic);
    const reader = await startReader(ground.brokers, ground.topic.topic);
    readers.push(reader);
    return reader;
  };
  const stored = () => ground.store.readAll(undefined, undefined, 10_000);
  const arrivedUpTo = async (reader: Reader) => {
    const head = await ground.store.head();
    const mark = (partition: number) =>
      reader
        .seen()
        .some(
          ({ partition: of, record }) =>
            of === partition && record.kind === 'watermark' && record.position === head,
        );
    return until(() =>
      Array.from({ length: ground.topic.partitions }, (_, one) => one).every(mark),
    );
  };

  it('publishes every event once and in order, and then the checkpoint stands at the last', async () => {
    await append(ground.store, 1_500);
    const relay = started({ batch: 200 });
    const reader = await read();
    await append(ground.store, 300);
    expect(await arrivedUpTo(reader)).toBe(true);
    expect(judge(await stored(), reader.seen(), 4)).toMatchObject(nothingWrong);
    const head = await ground.store.head();
    expect(
      await until(async () => {
        const [checkpoint] = await readCheckpoints(ground.pool, [`relay:${ground.topic.topic}`]);
        return checkpoint?.position === head && checkpoint?.events === 1_800;
      }),
    ).toBe(true);
    expect(relay.health()).toEqual({ state: 'running', position: head });
  });

  it('says every second that there is nothing new', async () => {
    await append(ground.store, 1);
    started();
    const reader = await read();
    expect(await arrivedUpTo(reader)).toBe(true);
    const marks = () =>
      reader
        .seen()
        .filter(({ partition, record }) => partition === 0 && record.kind === 'watermark');
    const before = marks().length;
    expect(await until(() => marks().length >= before + 2)).toBe(true);
  });

  it('sends a batch that would be too large for a broker in parts', async () => {
    await append(ground.store, 400, 1);
    started({ partitionBytes: 20_000 });
    const reader = await read();
    expect(await arrivedUpTo(reader)).toBe(true);
    expect(judge(await stored(), reader.seen(), 4)).toMatchObject(nothingWrong);
  });

  describe('of two', () => {
    it('stands by while the other works, and takes over when that stops', async () => {
      const first = started();
      expect(await until(() => first.health().state === 'running')).toBe(true);
      const second = started();
      await append(ground.store, 100);
      const reader = await read();
      expect(await arrivedUpTo(reader)).toBe(true);
      expect(second.health().state).toBe('standing-by');
      await first.stop();
      expect(await until(() => second.health().state === 'running')).toBe(true);
      await append(ground.store, 100);
      expect(await arrivedUpTo(reader)).toBe(true);
      expect(judge(await stored(), reader.seen(), 4)).toMatchObject(nothingWrong);
    });

    it('relieves one that has fallen silent, which then can only repeat', async () => {
      const troubles: RelayTrouble[] = [];
      const held = Promise.withResolvers<undefined>();
      let silent = false;
      // The first one's process stands still, as if it were suspended, until the second has long taken over.
      const gate = () => (silent ? held.promise : undefined);
      const first = started({
        ...{ publisher: slowed(ground, gate), lease: frozen(ground, gate) },
        onTrouble: (trouble) => troubles.push(trouble),
      });
      await append(ground.store, 300);
      const reader = await read();
      expect(await arrivedUpTo(reader)).toBe(true);
      silent = true;
      await append(ground.store, 300);
      const second = started();
      expect(await until(() => second.health().state === 'running')).toBe(true);
      expect(await arrivedUpTo(reader)).toBe(true);
      await append(ground.store, 300);
      held.resolve(undefined);
      expect(await until(() => troubles.some(({ kind }) => kind === 'relieved'))).toBe(true);
      expect(await arrivedUpTo(reader)).toBe(true);
      expect(first.health().state).toBe('standing-by');
      expect(judge(await stored(), reader.seen(), 4)).toMatchObject(nothingWrong);
    });
  });

  it('stops with one line when the topic is not what it has to be', async () => {
    await ensureTopic(ground.kafka, { ...ground.topic, partitions: 2 });
    const relay = started({ isFinal: (error) => error instanceof TopicDiffers });
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

/** A publisher whose sends wait for what `gate` answers, and then go out all the same. */
const slowed = (
  { kafka, topic }: Ground,
  gate: () => Promise<undefined> | undefined,
): Pick<Publisher, 'publish' | 'close'> => {
  const publisher = new Publisher({ kafka, topic: topic.topic });
  return {
    publish: async (...given) => {
      await gate();
      await publisher.publish(...given);
    },
    close: () => publisher.close(),
  };
};

/** A lease whose holder shows no life while the gate is shut. */
const frozen = (
  { pool, topic }: Ground,
  gate: () => Promise<undefined> | undefined,
): RelayLease => {
  const lease = new TailLease(pool, `relay:${topic.topic}`, 1_000);
  return {
    leaseMs: lease.leaseMs,
    get position() {
      return lease.position;
    },
    keep: async () => {
      await gate();
      return lease.keep();
    },
    moveTo: (...given) => lease.moveTo(...given),
    doubt: () => lease.doubt(),
    release: () => lease.release(),
  };
};
