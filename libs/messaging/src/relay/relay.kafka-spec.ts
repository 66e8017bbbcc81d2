import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { readCheckpoints, TailLease } from '#projections';
import { describeWithKafka } from '../../../../test/support/kafka/describe.js';
import { startReader, type Reader } from '../../../../test/support/kafka/reading.js';
import { judge } from '../../../../test/support/kafka/verdict.js';
import { append } from '../../../../test/support/kafka/writing.js';
import { newGround, until, type Ground } from '../../spec/ground.js';
import {
  ensureTopic,
  Publisher,
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
