import { describe, expect, it } from '@jest/globals';
import { Passed } from './passed.js';

const at = (commit: number) => ({ commit: BigInt(commit), prepare: BigInt(commit) });

describe('what was passed over', () => {
  it('is begun behind, from anywhere within it', () => {
    const passed = new Passed();
    expect(passed.beyond(at(5))).toEqual(at(5));
    passed.note(at(5), at(90));
    expect([4, 5, 60, 90, 91].map((place) => Number(passed.beyond(at(place)).commit))).toEqual([
      4, 90, 90, 90, 91,
    ]);
  });
  it('grows where it is looked on, and keeps where it began', () => {
    const passed = new Passed();
    passed.note(at(5), at(90));
    passed.note(at(90), at(200));
    passed.note(at(5), at(120));
    expect([passed.from, passed.beyond(at(5))]).toEqual([at(5), at(200)]);
  });
  it('is the later one of two, and never an empty one', () => {
    const passed = new Passed();
    passed.note(at(5), at(90));
    passed.note(at(300), at(300));
    expect(passed.from).toEqual(at(5));
    passed.note(at(300), at(400));
    passed.note(at(5), at(90));
    expect([passed.from, passed.beyond(at(5))]).toEqual([at(300), at(5)]);
  });
  it('is forgotten when the server ends before it does', () => {
    const passed = new Passed();
    passed.note(at(5), at(90));
    passed.endsAt(at(90));
    expect(passed.from).toEqual(at(5));
    passed.endsAt(at(89));
    expect(passed.from).toBeUndefined();
    passed.note(at(5), at(90));
    passed.endsAt(undefined);
    expect(passed.from).toBeUndefined();
  });
});
