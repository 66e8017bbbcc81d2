import { describe, expect, it } from '@jest/globals';
import { idOf, metaOf, type Message } from '#kernel';
import { groundWith, type Ground } from '../../spec/ground.js';
import { apprenticeshipId, batchId, body, certificateId, li, uscc } from '../../spec/world.js';
import { whenNumberAllottedThenComplete as reaction } from './when-number-allotted-then-complete.js';

const seriesOf = 'level-numbers-S000144000042-26-SENIOR';
const trainingSeries = `training-numbers-${uscc}-2026`;
const sequences = async (ground: Ground, series = seriesOf) =>
  (await ground.stream(series)).map(({ data }) => (data as { sequence: number }).sequence);
const numberOf = async (ground: Ground, name: string) => {
  const [first, ...more] = await ground.stream(`certificate-${idOf(`certificate ${name}`)}`);
  expect(more).toEqual([]);
  return (first?.data as { number: string } | undefined)?.number;
};
const codesOf = (outcomes: readonly { outcome: string; reasons?: readonly { code: string }[] }[]) =>
  outcomes.map(({ outcome, reasons = [] }) => reasons.map(({ code }) => code).join() || outcome);
const names = (count: number) => Array.from({ length: count }, (_, at) => `candidate ${at}`);

describe.each([
  ['a store that spans streams', true],
  ['a store that does not', false],
])('numbering many at once on %s', (_store, atomic) => {
  it('gives each candidate the next number, without gaps', async () => {
    const all = names(30);
    const ground = await groundWith(all, atomic);
    const outcomes = await Promise.all(all.map((name) => ground.number(name)));
    expect(new Set(codesOf(outcomes))).toEqual(new Set(['accepted']));
    expect(await sequences(ground)).toEqual(all.map((_, at) => at + 1));
    const numbers = await Promise.all(all.map((name) => numberOf(ground, name)));
    expect(numbers.sort()).toEqual(
      all.map((_, at) => `S000144000042263${String(at + 1).padStart(6, '0')}`),
    );
  });
  it('lets exactly one of many have a number they all insist on', async () => {
    const all = names(20);
    const ground = await groundWith(all, atomic);
    const outcomes = await Promise.all(all.map((name) => ground.number(name, { sequence: 1 })));
    expect(codesOf(outcomes).sort()).toEqual([
      ...Array.from({ length: 19 }, () => 'E_NUMBER_SEQUENCE'),
      'accepted',
    ]);
    expect(await sequences(ground)).toEqual([1]);
  });
  it('lets one candidate have one certificate, and no number goes to the others', async () => {
    const ground = await groundWith(['li'], atomic);
    const rivals = names(10).map((name) => ground.number(name, { candidate: idOf('li') }));
    const codes = codesOf(await Promise.all(rivals));
    expect(codes.filter((code) => code === 'accepted')).toHaveLength(1);
    expect(codes.filter((code) => code === 'E_DUPLICATE_CERT')).toHaveLength(9);
    expect(await sequences(ground)).toEqual([1]);
  });
  it('gives one path one training certificate', async () => {
    const ground = await groundWith([], atomic);
    const codes = codesOf(await Promise.all(names(10).map((name) => ground.issue(name))));
    expect(codes.filter((code) => code === 'accepted')).toHaveLength(1);
    expect(codes.filter((code) => code === 'E_STATE')).toHaveLength(9);
    expect(await sequences(ground, trainingSeries)).toEqual([1]);
  });
});

describe('a reservation whose writer died', () => {
  it.each([1, 2])('is completed with its own number: level, after %d writes', async (writes) => {
    const ground = await groundWith(['li', 'wang'], false);
    ground.store.dieAfter(writes);
    await expect(ground.number('li')).rejects.toThrow('the writer died here');
    expect(await numberOf(ground, 'li')).toBeUndefined();
    // Others go on meanwhile, and never get what was allotted.
    expect(codesOf([await ground.number('wang')])).toEqual(['accepted']);
    await ground.react();
    const [lis, wangs] = [await numberOf(ground, 'li'), await numberOf(ground, 'wang')];
    expect([lis, wangs].sort()).toEqual(['S000144000042263000001', 'S000144000042263000002']);
    expect(lis).toBe(`S00014400004226300000${writes === 2 ? 1 : 2}`);
    await ground.react();
    expect(await sequences(ground)).toEqual([1, 2]);
  });
  it('is completed with its own number: training', async () => {
    const ground = await groundWith([], false);
    ground.store.dieAfter(1);
    await expect(ground.issue('li')).rejects.toThrow('the writer died here');
    expect(await sequences(ground, trainingSeries)).toEqual([1]);
    await ground.react();
    expect(await numberOf(ground, 'li')).toBe(`TC-${uscc}-2026-000001`);
  });
  it.each([1, 2])(
    'is completed once, however many hurry to do it, after %d writes',
    async (writes) => {
      const ground = await groundWith(['li'], false);
      ground.store.dieAfter(writes);
      await expect(ground.number('li')).rejects.toThrow('the writer died here');
      const callers = [ground.number('li'), ground.number('li')];
      await Promise.all([ground.react(), ...callers, ground.react()]);
      expect(codesOf(await Promise.all(callers))).toEqual(['accepted', 'accepted']);
      expect(await numberOf(ground, 'li')).toBe('S000144000042263000001');
      expect(await sequences(ground)).toEqual([1]);
      expect(await ground.stream(`levels-held-${idOf('li')}`)).toHaveLength(1);
    },
  );
  it('leaves nothing behind on a store that writes all or nothing', async () => {
    const ground = await groundWith(['li'], true);
    ground.store.dieAfter(0);
    await expect(ground.number('li')).rejects.toThrow('the writer died here');
    await ground.react();
    expect(await numberOf(ground, 'li')).toBeUndefined();
    expect(await sequences(ground)).toEqual([]);
  });
});

describe('a number that was insisted on and lost', () => {
  it('leaves no certificate and no held level behind on a store that does not span streams', async () => {
    const all = names(12);
    const ground = await groundWith(all, false);
    const outcomes = await Promise.all(all.map((name) => ground.number(name, { sequence: 1 })));
    await ground.react();
    const numbered = await Promise.all(all.map((name) => numberOf(ground, name)));
    const won = codesOf(outcomes).map((code) => code === 'accepted');
    expect(numbered.map((number) => number !== undefined)).toEqual(won);
    expect(await sequences(ground)).toEqual([1]);
    for (const [index, name] of all.entries()) {
      const types = (await ground.stream(`levels-held-${idOf(name)}`)).map(({ type }) => type);
      expect(types.at(-1)).not.toBe(won[index] ? 'LevelNoLongerHeld' : 'LevelHeld');
    }
  });
  it('is completed when it was not lost, but its writer died', async () => {
    const ground = await groundWith(['li'], false);
    ground.store.dieAfter(1);
    await expect(ground.number('li', { sequence: 1 })).rejects.toThrow('the writer died here');
    await ground.react();
    expect(await numberOf(ground, 'li')).toBe('S000144000042263000001');
  });
  it('lets its candidate be numbered later, without insisting', async () => {
    const ground = await groundWith(['li', 'wang'], false);
    ground.store.dieAfter(1);
    await expect(ground.number('li', { sequence: 1 })).rejects.toThrow('the writer died here');
    expect(codesOf([await ground.number('wang')])).toEqual(['accepted']);
    await ground.react();
    expect(await numberOf(ground, 'li')).toBeUndefined();
    expect(codesOf([await ground.number('li')])).toEqual(['accepted']);
    expect(await numberOf(ground, 'li')).toBe('S000144000042263000002');
  });
});

describe('what is sent', () => {
  type Event = Parameters<typeof reaction.react>[0];
  const recorded = (type: string, data: object) =>
    ({ type, data, meta: metaOf('x', 0) }) as unknown as Event;
  const numbered: Message = {
    type: 'NumberCertificate',
    data: { certificateId, body, batchId, candidate: li },
  };
  const allotted = { series: 's', sequence: 1, certificateId };
  it.each([
    ['TrainingNumberAllotted', { ...allotted, apprenticeshipId }],
    ['LevelNumberAllotted', { ...allotted, body, batchId, candidate: li }],
  ])('is the command that made the reservation: %s', (type, data) => {
    const command =
      type === 'TrainingNumberAllotted'
        ? { type: 'IssueTrainingCertificate', data: { certificateId, apprenticeshipId } }
        : numbered;
    const event = recorded(type, data);
    expect(reaction.react(event, { paper: { exists: false } })).toEqual([
      { category: 'certificate', command },
    ]);
    expect(reaction.react(event, { paper: { exists: true } })).toEqual([]);
    expect(reaction.facts?.(event).paper.stream).toBe(`certificate-${certificateId}`);
  });
  it.each(['TrainingNumberAllotted', 'LevelNumberAllotted'])(
    'is nothing when the reservation does not say for what: %s',
    (type) => {
      const event = recorded(type, { ...allotted, person: li });
      expect(reaction.react(event, { paper: { exists: false } })).toEqual([]);
    },
  );
});
