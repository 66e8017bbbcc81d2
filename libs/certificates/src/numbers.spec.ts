import { describe, expect, it } from '@jest/globals';
import { given, idOf } from '#kernel';
import fc from 'fast-check';
import { body, batchId, li, occupation } from '../spec/world.js';
import { lookUp, withEntry, type Buckets } from './buckets.js';
import type { LevelsHeldCommand } from './levels-held.js';
import type { LevelNumbersEvent, LevelsHeldEvent, TrainingNumbersEvent } from './events.js';
import { levelNumbers } from './level-numbers.js';
import { levelsHeld } from './levels-held.js';
import { trainingNumbers } from './training-numbers.js';

const series = '91440300MA0000023W-2026';
const place = (sequence: number, name: string) => ({
  series,
  sequence,
  certificateId: idOf(name),
  apprenticeshipId: idOf(`path ${name}`),
});
const allot = (sequence: number, name: string) => ({
  type: 'AllotTrainingNumber' as const,
  data: place(sequence, name),
});
const allotted = (sequence: number, name: string): TrainingNumbersEvent => ({
  type: 'TrainingNumberAllotted',
  data: place(sequence, name),
});

describe('the numbers of training certificates', () => {
  it('run from one, without gaps', () => {
    given(trainingNumbers).when(allot(1, 'a')).then(allotted(1, 'a'));
    given(trainingNumbers, allotted(1, 'a')).when(allot(2, 'b')).then(allotted(2, 'b'));
    given(trainingNumbers, allotted(1, 'a'))
      .when(allot(3, 'b'))
      .thenRejected({ code: 'E_NUMBER_SEQUENCE', detail: { sequence: 3, next: 2 } });
  });
  it('are never given to another', () => {
    given(trainingNumbers, allotted(1, 'a'))
      .when(allot(1, 'b'))
      .thenRejected({ code: 'E_NUMBER_REUSED', detail: { sequence: 1, next: 2 } });
  });
  it('stay with their certificate', () => {
    given(trainingNumbers, allotted(1, 'a'), allotted(2, 'b')).when(allot(1, 'a')).thenNothing();
    given(trainingNumbers, allotted(1, 'a'))
      .when(allot(2, 'a'))
      .thenRejected({ code: 'E_NUMBER_SEQUENCE', detail: { sequence: 2, next: 1 } });
  });
  it('are one for each path', () => {
    const second = { ...allot(2, 'b').data, apprenticeshipId: idOf('path a') };
    given(trainingNumbers, allotted(1, 'a'))
      .when({ type: 'AllotTrainingNumber', data: second })
      .thenRejected('E_STATE');
  });
});

describe('the numbers of level certificates', () => {
  const words = (sequence: number, name: string) => ({
    ...{ series: 'S000144000042-26-SENIOR', sequence, certificateId: idOf(name) },
    ...{ body, batchId, candidate: li },
  });
  const ask = (sequence: number, name: string) => ({
    type: 'AllotLevelNumber' as const,
    data: words(sequence, name),
  });
  const given1: LevelNumbersEvent = { type: 'LevelNumberAllotted', data: words(1, 'a') };
  it('run from one, without gaps or collisions', () => {
    given(levelNumbers).when(ask(1, 'a')).then(given1);
    given(levelNumbers, given1).when(ask(1, 'b')).thenRejected('E_NUMBER_SEQUENCE');
    given(levelNumbers, given1).when(ask(3, 'b')).thenRejected('E_NUMBER_SEQUENCE');
  });
  it('stay with their certificate', () => {
    given(levelNumbers, given1).when(ask(1, 'a')).thenNothing();
    given(levelNumbers, given1)
      .when(ask(2, 'a'))
      .thenRejected({ code: 'E_NUMBER_SEQUENCE', detail: { sequence: 2, next: 1 } });
  });
});

describe('values by UUID', () => {
  it('are found as put, the last one of each id, whatever the ids', () => {
    const entries = fc.array(fc.tuple(fc.uuid(), fc.nat()), { maxLength: 200 });
    fc.assert(
      fc.property(entries, (put) => {
        const buckets = put.reduce<Buckets<number>>((sum, [id, n]) => withEntry(sum, id, n), {});
        const last = new Map(put);
        return [...last].every(([id, n]) => lookUp(buckets, id) === n);
      }),
    );
    expect(lookUp({}, idOf('nobody'))).toBeUndefined();
  });
  it('spread evenly, so that an entry copies little', () => {
    const ids = Array.from({ length: 2_000 }, (_, n) => idOf(`certificate ${n}`));
    const buckets = ids.reduce<Buckets<number>>((sum, id) => withEntry(sum, id, 1), {});
    const fullest = Math.max(
      ...Object.values(buckets).flatMap((middle) =>
        Object.values(middle).map((inner) => Object.keys(inner).length),
      ),
    );
    expect(fullest).toBeLessThan(10);
  });
});

type Held = Extract<LevelsHeldEvent, { type: 'LevelHeld' }>;
const held = (name: string, level: Held['data']['level'] = 'SENIOR', of = occupation): Held => ({
  type: 'LevelHeld',
  data: {
    ...{ person: li, occupation: of, level, certificateId: idOf(name), body, batchId },
    series: 's',
  },
});
const hold = ({ data }: Held) => ({
  type: 'HoldLevel' as const,
  data: { ...data, body, batchId, series: 's' },
});
const letGo: LevelsHeldCommand = {
  type: 'LetGoLevel',
  data: { person: li, certificateId: idOf('a') },
};
const free: LevelsHeldEvent = {
  type: 'LevelNoLongerHeld',
  data: { person: li, certificateId: idOf('a') },
};
const card = { person: li, occupation, level: 'SENIOR' as const, number: '1944000101' };
const declare: LevelsHeldCommand = { type: 'DeclareExistingCertificate', data: card };
const declared: LevelsHeldEvent = { type: 'ExistingCertificateDeclared', data: card };

describe('the levels one person holds', () => {
  it('are held by one certificate each', () => {
    given(levelsHeld)
      .when(hold(held('a')))
      .then(held('a'));
    given(levelsHeld, held('a'))
      .when(hold(held('a')))
      .thenNothing();
    given(levelsHeld, held('a'))
      .when(hold(held('b')))
      .thenRejected({
        code: 'E_DUPLICATE_CERT',
        detail: { occupation, level: 'SENIOR', held: 'SENIOR' },
      });
  });
  it('rise, and never fall', () => {
    const higher = held('b', 'TECHNICIAN');
    given(levelsHeld, held('a')).when(hold(higher)).then(higher);
    given(levelsHeld, higher)
      .when(hold(held('a')))
      .thenRejected('E_DUPLICATE_CERT');
    const other = held('b', 'JUNIOR', '6-31-01-04');
    given(levelsHeld, held('a')).when(hold(other)).then(other);
  });
  it('count when declared', () => {
    given(levelsHeld).when(declare).then(declared);
    given(levelsHeld, declared).when(declare).thenNothing();
    given(levelsHeld, declared)
      .when(hold(held('a')))
      .thenRejected('E_DUPLICATE_CERT');
  });
  it('do not count any more when the declaration is taken back', () => {
    const withdraw: LevelsHeldCommand = {
      type: 'WithdrawExistingCertificate',
      data: { person: li, number: card.number },
    };
    const withdrawn: LevelsHeldEvent = {
      type: 'ExistingCertificateWithdrawn',
      data: { person: li, number: card.number },
    };
    given(levelsHeld, declared).when(withdraw).then(withdrawn);
    given(levelsHeld, declared, withdrawn)
      .when(hold(held('a')))
      .then(held('a'));
    given(levelsHeld, declared, withdrawn).when(declare).then(declared);
    given(levelsHeld, held('a')).when(withdraw).thenRejected('E_STATE');
    given(levelsHeld, declared, withdrawn).when(withdraw).thenRejected('E_STATE');
  });
  it.each([' 1944', '1944\n0001', '    ', '<b>1944</b>'])(
    'are not declared by what is no number: %j',
    (number) => {
      const data = { ...card, number };
      expect(levelsHeld.commands.safeParse({ ...declare, data }).success).toBe(false);
    },
  );
  it('are free again once their certificate is revoked', () => {
    given(levelsHeld, held('a')).when(letGo).then(free);
    given(levelsHeld, held('a'), free).when(letGo).thenNothing();
    given(levelsHeld, held('a'), free)
      .when(hold(held('b')))
      .then(held('b'));
    given(levelsHeld).when(letGo).thenRejected('E_UNKNOWN');
  });
});

describe('the level of a certificate whose occupation is corrected', () => {
  const right = '6-31-01-04';
  const a = { person: li, certificateId: idOf('a') };
  const reserved: Held = {
    type: 'LevelHeld',
    data: { ...a, occupation: right, level: 'SENIOR' },
  };
  const hold = (of: string): LevelsHeldCommand => ({
    type: 'HoldCorrectedLevel',
    data: { ...a, occupation: of, level: 'SENIOR' },
  });
  const keep = (of: string): LevelsHeldCommand => ({
    type: 'KeepCorrectedLevel',
    data: { ...a, occupation: of },
  });
  const kept = (of: string): LevelsHeldEvent => ({
    type: 'LevelCorrected',
    data: { ...a, occupation: of, level: 'SENIOR' },
  });
  it('is held beside the wrong one first, once', () => {
    given(levelsHeld, held('a')).when(hold(right)).then(reserved);
    given(levelsHeld, held('a'), reserved).when(hold(right)).thenNothing();
    const other = held('b', 'SENIOR', right);
    given(levelsHeld, held('a'), reserved)
      .when({ type: 'HoldLevel', data: { ...other.data, body, batchId, series: 's' } })
      .thenRejected('E_DUPLICATE_CERT');
  });
  it('is refused where the same or a higher one is held already', () => {
    const detail = { occupation: right, level: 'SENIOR' };
    for (const level of ['SENIOR', 'TECHNICIAN'] as const)
      given(levelsHeld, held('a'), held('b', level, right))
        .when(hold(right))
        .thenRejected({ code: 'E_DUPLICATE_CERT', detail: { ...detail, held: level } });
    given(levelsHeld, held('a'), held('b', 'JUNIOR', right))
      .when(hold(right))
      .then(reserved);
  });
  it('is then the only one, and the wrong one is free for another certificate', () => {
    given(levelsHeld, held('a'), reserved).when(keep(right)).then(kept(right));
    const now = given(levelsHeld, held('a'), reserved, kept(right));
    now.when(keep(right)).thenNothing();
    const other = held('b');
    now
      .when({ type: 'HoldLevel', data: { ...other.data, body, batchId, series: 's' } })
      .then(other);
  });
  it('is not held again once the certificate was revoked', () => {
    given(levelsHeld, held('a'), reserved, free).when(keep(right)).thenNothing();
  });
});
