import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { idOf, type PersonActor } from '#kernel';
import {
  deadLettersOf,
  ensureTopic,
  Inbox,
  openKafka,
  partnerPrefix,
  type DeadLetter,
  type InboxSource,
} from '#messaging';
import type { Producer } from 'kafkajs';
import { brokersOfTheRun, describeWithKafka } from '../../../test/support/kafka/describe.js';
import { college, li, sessionId, wang } from '../spec/offer-world.js';
import * as p from '../spec/paths.js';
import { inTraining, told, trainingGround, words, type Ground } from '../spec/training-ground.js';
import { partnerMessages } from './partner-messages.js';

const kafka = () => openKafka({ brokers: brokersOfTheRun() }, { clientId: 'partner-spec' });
const like = { partitions: 1, replication: 1, minInsyncReplicas: 1 };
const partner = (name: string, actor: Omit<PersonActor, 'user'>): InboxSource => ({
  ...{ topic: `partner-${randomUUID()}`, partner: name, partitions: 1 },
  actor: { user: `partner:${name}`, ...actor },
});
const lms = partner('lms', { role: 'college', organization: college });
const elsewhere = partner('elsewhere', { role: 'college', organization: idOf('another college') });
const bureau = partner('bureau', { role: 'city-bureau', region: '4401' });
const all = [lms, elsewhere, bureau];

const eventually = async <T>(ask: () => Promise<T | undefined>): Promise<T> => {
  const end = performance.now() + 20_000;
  for (;;) {
    const answer = await ask();
    if (answer !== undefined) return answer;
    if (performance.now() > end) throw new Error('waited in vain');
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
};

describeWithKafka('what partners report', () => {
  let ground: Ground;
  let producer: Producer;
  const inboxes: Inbox[] = [];
  const letters: DeadLetter[] = [];
  const ending: (() => Promise<void>)[] = [];
  const inbox = (source: InboxSource): Inbox => {
    const made = new Inbox({
      ...{ kafka: kafka(), dispatcher: ground.dispatcher, source, messages: partnerMessages },
      prepare: () => ensureTopic(kafka(), { ...like, topic: source.topic }),
      isFinal: () => false,
    });
    made.start();
    inboxes.push(made);
    return made;
  };
  beforeAll(async () => {
    ground = await trainingGround(new Map([[p.ids.person, p.adult]]));
    for (const path of [li, wang]) await inTraining(ground, path);
    await told(ground, `session-${sessionId}`, [{ type: 'SessionScheduled', data: words }]);
    await told(ground, `apprenticeship-${p.ids.path}`, [p.proposed, p.intent, p.eligible, p.filed]);
    producer = kafka().producer();
    await producer.connect();
    ending.push(() => producer.disconnect());
    const reader = kafka().consumer({ groupId: `test-${randomUUID()}` });
    await reader.connect();
    for (const source of all) {
      await ensureTopic(kafka(), { ...like, topic: deadLettersOf(source.topic) });
      await reader.subscribe({ topic: deadLettersOf(source.topic), fromBeginning: true });
      inbox(source);
    }
    await reader.run({
      eachMessage: async ({ message }) =>
        void letters.push(JSON.parse(message.value?.toString() ?? '') as DeadLetter),
    });
    ending.push(() => reader.disconnect());
  }, 60_000);
  afterAll(async () => {
    await Promise.all(inboxes.map((one) => one.stop()));
    for (const end of ending) await end();
    await ground.leave();
  });

  const send = async (
    { topic }: InboxSource,
    type: string,
    data: unknown,
    id: string = randomUUID(),
  ) => {
    const event = {
      specversion: '1.0',
      id,
      source: '/test',
      type: `${partnerPrefix}${type}`,
      data,
    };
    const [answer] = await producer.send({ topic, messages: [{ value: JSON.stringify(event) }] });
    return { topic, partition: 0, offset: answer?.baseOffset ?? '' };
  };
  const letterOn = (place: object) =>
    eventually(async () =>
      letters.find(({ data }) => expect.objectContaining(place).asymmetricMatch(data)),
    );
  const typesIn = async (stream: string) =>
    (await ground.store.read(stream)).map(({ type }) => type);
  const attended = (...paths: readonly string[]) => ({
    session: sessionId,
    roster: paths.map((apprenticeship) => ({ apprenticeship, checkIn: 'face' })),
  });

  it('holds the session and logs the hours, as the partner’s account', async () => {
    await send(lms, 'AttendanceReported', attended(li, wang), 'morning');
    const hours = await eventually(async () => (await ground.store.read(`hours-${wang}`))[0]);
    expect(await typesIn(`session-${sessionId}`)).toEqual(['SessionScheduled', 'SessionHeld']);
    expect(await typesIn(`hours-${li}`)).toEqual(['TrainingHoursLogged']);
    expect(hours.meta.actor).toEqual({
      user: 'partner:lms',
      role: 'college',
      organization: college,
    });
  });

  it('happens once, however often it is reported and whoever reads it', async () => {
    const head = await ground.store.head();
    await inboxes[0]?.stop();
    inbox(lms);
    await send(lms, 'AttendanceReported', attended(li, wang), 'morning');
    const place = await send(lms, 'AttendanceReported', attended(li), 'evening');
    const { data } = await letterOn(place);
    expect(data?.reasons).toEqual([
      { code: 'E_STATE', field: 'data.session' },
      { code: 'E_OVERLAP', field: 'data.roster.0' },
    ]);
    expect(letters.filter((letter) => letter.data?.topic === lms.topic)).toHaveLength(1);
    expect(await ground.store.head()).toBe(head);
  });

  it('is refused when the account may not say it', async () => {
    const { data } = await letterOn(await send(elsewhere, 'AttendanceReported', attended(li)));
    expect(new Set(data?.reasons.map(({ code }) => code))).toEqual(new Set(['E_FORBIDDEN']));
  });

  it('is refused with the field and without its value when it is malformed', async () => {
    const secret = '440101199001010010';
    const place = await send(lms, 'AttendanceReported', { ...attended(secret), note: secret });
    const letter = await letterOn(place);
    expect(letter.data?.reasons).toEqual([
      { code: 'E_UNREADABLE', field: 'data.roster.0.apprenticeship' },
      { code: 'E_UNREADABLE', field: 'data' },
    ]);
    expect(JSON.stringify(letters)).not.toContain(secret);
  });

  it('answers a filing, as the bureau of the region', async () => {
    const answer = { apprenticeship: p.ids.path, answer: 'accepted', filingNumber: 'GZ-2026-0001' };
    await send(bureau, 'FilingAnswered', answer);
    const stream = `apprenticeship-${p.ids.path}`;
    const event = await eventually(async () => (await ground.store.read(stream, { from: 4 }))[0]);
    expect(event.type).toBe('ApprenticeshipFilingAccepted');
    const again = { apprenticeship: p.ids.path, answer: 'returned', reason: 'incomplete' };
    const { data } = await letterOn(await send(bureau, 'FilingAnswered', again));
    expect(data?.reasons).toEqual([{ code: 'E_STATE', field: 'data.apprenticeship' }]);
  });
});
