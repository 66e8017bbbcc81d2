import { describe, expect, it } from '@jest/globals';
import { StoreUnavailable, type UnitOutcome } from '../port.js';
import { GroupCommit, type Pipelining } from './group-commit.js';
import type { PreparedUnit } from '../prepare.js';

const unit = (...ids: string[]): PreparedUnit => ({ operations: [], ids, size: 100 });
const success: UnitOutcome = {
  ok: true,
  position: '1',
  recordedAt: '',
  revisions: {},
  repeated: false,
};

/** A store that notes the groups it was sent, and refuses any group that holds a unit with a bad id. */
const recording = (pipelining?: Pipelining) => {
  const groups: string[][] = [];
  const gate: { open?: () => void } = {};
  let opened = Promise.resolve();
  const groupCommit = new GroupCommit(async (units) => {
    const ids = units.flatMap((each) => each.ids);
    groups.push(ids);
    await opened;
    if (ids.includes('bad')) throw new Error('refused by the database');
    if (ids.includes('away')) throw new StoreUnavailable('gone');
    return { outcomes: units.map(() => success), room: 1 };
  }, pipelining);
  const shut = () => {
    opened = new Promise((resolve) => (gate.open = resolve));
  };
  return { groups, groupCommit, shut, open: () => gate.open?.() };
};

const turn = () => new Promise((resolve) => setTimeout(resolve, 5));

describe('group commit', () => {
  it('sends together what arrives while a call is under way', async () => {
    const { groups, groupCommit, shut, open } = recording();
    shut();
    const first = groupCommit.add(unit('a'));
    await turn();
    const rest = ['b', 'c', 'd'].map((id) => groupCommit.add(unit(id)));
    await turn();
    expect(groups).toEqual([['a']]);
    open();
    await Promise.all([first, ...rest]);
    expect(groups).toEqual([['a'], ['b', 'c', 'd']]);
  });

  it('sends a second call behind the first when enough are waiting, and never a third', async () => {
    const { groups, groupCommit, shut, open } = recording();
    shut();
    const units = (name: string, count: number) =>
      Array.from({ length: count }, (_, index) => groupCommit.add(unit(`${name}${index}`)));
    const answers = units('a', 40);
    await turn();
    expect(groups.map(({ length }) => length)).toEqual([32]);
    answers.push(...units('b', 23));
    await turn();
    expect(groups).toHaveLength(1);
    answers.push(...units('c', 1));
    await turn();
    expect(groups.map(({ length }) => length)).toEqual([32, 32]);
    answers.push(...units('d', 100));
    await turn();
    expect(groups).toHaveLength(2);
    open();
    await Promise.all(answers);
    const order = [...Array(40).keys()].map((n) => `a${n}`);
    expect(groups.flat().slice(0, 40)).toEqual(order);
    expect(new Set(groups.flat()).size).toBe(164);
    expect(groups.flat()).toHaveLength(164);
  });

  it('shares a load out evenly between the two calls', async () => {
    const { groups, groupCommit } = recording();
    await Promise.all(
      Array.from({ length: 100 }, (_, client) =>
        (async () => {
          for (let count = 0; count < 5; count += 1)
            await groupCommit.add(unit(`${client}-${count}`));
        })(),
      ),
    );
    expect(groups.map(({ length }) => length)).toEqual(Array.from({ length: 10 }, () => 50));
  });

  it('never sends an id twice in a call, and keeps the order of arrival', async () => {
    const { groups, groupCommit } = recording();
    await Promise.all(
      [unit('a', 'b'), unit('c'), unit('b'), unit('d'), unit('b')].map((each) =>
        groupCommit.add(each),
      ),
    );
    expect(groups).toEqual([['a', 'b', 'c'], ['b', 'd'], ['b']]);
  });

  it('bounds a call by units, events and size, but sends a unit however large', async () => {
    const { groups, groupCommit } = recording({ calls: 1, worthwhile: 1 });
    const many = Array.from({ length: 450 }, (_, index) => groupCommit.add(unit(`u${index}`)));
    const wide = groupCommit.add(unit(...Array.from({ length: 5_000 }, (_, index) => `w${index}`)));
    const heavy = [1, 2].map((index) => groupCommit.add({ ...unit(`h${index}`), size: 3_000_000 }));
    await Promise.all([...many, wide, ...heavy]);
    expect(groups.map(({ length }) => length)).toEqual([200, 200, 50, 5_000, 1, 1]);
  });

  it('refuses only the unit that the database refuses', async () => {
    const { groups, groupCommit } = recording();
    const outcomes = await Promise.allSettled(
      [unit('a'), unit('bad'), unit('c')].map((each) => groupCommit.add(each)),
    );
    expect(outcomes.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
    expect(groups).toEqual([['a', 'bad', 'c'], ['a'], ['bad'], ['c']]);
  });

  it('tells everyone in a call that the store was out of reach, and sends nothing again by itself', async () => {
    const { groups, groupCommit } = recording();
    const outcomes = await Promise.allSettled(
      [unit('a'), unit('away')].map((each) => groupCommit.add(each)),
    );
    expect(
      outcomes.every(
        (outcome) => outcome.status === 'rejected' && outcome.reason instanceof StoreUnavailable,
      ),
    ).toBe(true);
    expect(groups).toHaveLength(1);
    await expect(groupCommit.add(unit('b'))).resolves.toEqual(success);
  });

  it('is idle when everything is answered', async () => {
    const { groupCommit, shut, open } = recording();
    shut();
    const answers: string[] = [];
    void groupCommit.add(unit('a')).then(() => answers.push('a'));
    const idle = groupCommit.idle().then(() => answers.push('idle'));
    await turn();
    expect(answers).toEqual([]);
    open();
    await idle;
    expect(answers).toEqual(['a', 'idle']);
  });
});
