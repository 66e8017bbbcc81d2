import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { recorded } from '../../projections/spec/recorded.js';
import { toCloudEvent, watermarkOf } from './index.js';
import { decodeRecord } from './record.js';
import { recordOf } from './wanted-record.js';

const bytes = (value: object) => Buffer.from(JSON.stringify(value));
const nobody = { wants: () => false };
const everybody = { wants: () => true };
const cloudEvent = (subject: string, data: object) => {
  const [event] = recorded([{ type: 'HoursLogged', data }]);
  if (!event) throw new Error('an event was expected');
  return toCloudEvent({
    ...event,
    meta: {
      ...event.meta,
      commandId: 'c',
      correlationId: 'c',
      causationId: 'c',
      subjects: [subject],
    },
  });
};

describe('a message of an event', () => {
  it('is read whole when somebody wants it, and otherwise as its place, whatever it holds', () => {
    fc.assert(
      fc.property(
        fc.string({ minLength: 1 }),
        fc.dictionary(fc.string(), fc.string()),
        (subject, data) => {
          const value = bytes(cloudEvent(subject, data));
          expect(recordOf(value, everybody)).toEqual(decodeRecord({ value }));
          const passed = recordOf(value, nobody);
          if (passed.kind === 'event') expect(passed).toEqual(decodeRecord({ value }));
          else expect(passed).toEqual({ kind: 'watermark', position: '1' });
        },
      ),
    );
    const plain = bytes(cloudEvent('person-1', {}));
    expect(recordOf(plain, nobody)).toEqual({ kind: 'watermark', position: '1' });
  });

  it('is never told by what looks like an envelope within it', () => {
    const forged = '","type":"skilltrace.Other","position":"99"';
    expect(recordOf(bytes(cloudEvent(forged, { forged })), nobody)).toEqual({
      kind: 'watermark',
      position: '1',
    });
    const { position, data, ...rest } = cloudEvent('person-1', { position: '99' });
    const late = bytes({ ...rest, data, position });
    expect(recordOf(late, nobody)).toEqual(decodeRecord({ value: late }));
  });

  it('is unreadable when it is of another source, wanted or not', () => {
    const place = { type: 'skilltrace.Other', position: '999999999999' };
    for (const foreign of [
      { specversion: '1.0', ...place },
      { specversion: '1.0', id: 'x', source: '/elsewhere', ...place },
      { ...cloudEvent('person-1', {}), source: '/elsewhere' },
    ])
      for (const listener of [nobody, everybody])
        expect(recordOf(bytes(foreign), listener)).toMatchObject({ kind: 'unreadable' });
  });

  it('is as unreadable as to anybody when it is none, and a watermark is one', () => {
    for (const value of [null, Buffer.from('torn'), bytes({ type: 'skilltrace.Other' })])
      expect(recordOf(value, nobody)).toMatchObject({ kind: 'unreadable' });
    const watermark = bytes(watermarkOf('7', '2026-03-02T00:00:00.000000Z'));
    expect(recordOf(watermark, nobody)).toEqual({ kind: 'watermark', position: '7' });
  });
});
