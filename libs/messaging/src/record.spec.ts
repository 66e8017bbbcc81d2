import { describe, expect, it } from '@jest/globals';
import { CloudEvent } from 'cloudevents';
import fc from 'fast-check';
import { storedEvents } from '../spec/events.js';
import { toCloudEvent, watermarkOf, type PublishedEvent } from './cloud-event.js';
import { decodeRecord } from './record.js';

const [sample] = fc.sample(storedEvents, { seed: 7, numRuns: 1 });
const bytes = (value: unknown) => ({ value: Buffer.from(JSON.stringify(value)) });
const changed = (
  change: (event: Record<string, unknown> & { data: Record<string, never> }) => void,
) => {
  const event = structuredClone(toCloudEvent(sample!)) as never;
  change(event);
  return bytes(event);
};

describe('a published event', () => {
  it('is read back as it was stored, whatever it holds', () => {
    fc.assert(
      fc.property(storedEvents, (event) => {
        // What a store gives came out of JSON, where a negative zero is none.
        const stored = JSON.parse(JSON.stringify(event)) as typeof event;
        expect(decodeRecord(bytes(toCloudEvent(stored)))).toEqual({ kind: 'event', event: stored });
      }),
    );
  });
  it('is a CloudEvent by the rules of the CloudEvents package', () => {
    fc.assert(
      fc.property(storedEvents, (event) => {
        expect(() => new CloudEvent<PublishedEvent['data']>(toCloudEvent(event))).not.toThrow();
      }),
      { numRuns: 30 },
    );
    expect(() => new CloudEvent(watermarkOf('12', '2026-03-02T08:00:00.000000Z'))).not.toThrow();
  });
  it('keeps what a later version says beside what is known', () => {
    const later = changed((event) => Object.assign(event.data['meta']!, { weather: 'fine' }));
    expect(decodeRecord(later)).toMatchObject({ event: { meta: { weather: 'fine' } } });
  });
});

describe('a watermark', () => {
  it('is read back with its position', () => {
    const mark = watermarkOf('12', '2026-03-02T08:00:00.000000Z');
    expect(decodeRecord(bytes(mark))).toEqual({ kind: 'watermark', position: '12' });
  });
});

describe('anything else', () => {
  it.each([
    ['without a value', { value: null }, 'it has no value'],
    ['of some other bytes', { value: Buffer.from([0xff, 0x00]) }, 'it is not JSON'],
    ['that is not an object', bytes([1]), 'not a CloudEvent of ours: the whole'],
    [
      'of another source',
      changed((event) => (event['source'] = '/elsewhere')),
      'not a CloudEvent of ours: source',
    ],
    [
      'of another type',
      changed((event) => (event['type'] = 'com.example.thing')),
      'not a CloudEvent of ours: type',
    ],
    [
      'without its position',
      changed((event) => delete event['position']),
      'not a CloudEvent of ours: position',
    ],
    [
      'whose metadata lack something',
      changed((event) => delete event.data['meta']!['commandId']),
      'not an event as it is stored: data.meta.commandId',
    ],
    [
      'that contradicts itself',
      changed((event) => (event['position'] = 'elsewhere')),
      'position is not what data.meta says',
    ],
  ])('is told in one line when it is a message %s', (_, message, reason) => {
    expect(decodeRecord(message)).toEqual({ kind: 'unreadable', reason });
  });
  it('never throws, whatever the bytes', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.uint8Array(),
          fc.json().map((text) => Buffer.from(text)),
        ),
        (value) => {
          expect(decodeRecord({ value: Buffer.from(value) }).kind).toBe('unreadable');
        },
      ),
    );
  });
});
