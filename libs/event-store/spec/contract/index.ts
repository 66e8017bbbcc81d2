import { describe } from '@jest/globals';
import { appendingContract } from './appending.js';
import { followingContract } from './following.js';
import { readingContract } from './reading.js';
import { repeatingContract } from './repeating.js';
import type { Factory } from './subject.js';
import { timeContract } from './time.js';
import { unitsAcrossStreamsContract } from './units-across-streams.js';

export type { Factory, Subject } from './subject.js';

/** All that a store must show to be one, whatever it is made of. Call inside a spec, once per adapter. */
export const eventStoreContract = (name: string, factory: Factory): void => {
  describe(`event store contract: ${name}`, () => {
    describe('appending', () => appendingContract(factory));
    describe('units across streams', () => unitsAcrossStreamsContract(factory));
    describe('units where streams cannot be written at once', () =>
      unitsAcrossStreamsContract((options) => factory({ ...options, atomicAcrossStreams: false })));
    describe('repeating', () => repeatingContract(factory));
    describe('reading', () => readingContract(factory));
    describe('following', () => followingContract(factory));
    describe('time', () => timeContract(factory));
  });
};
