import { describe, expect, it } from '@jest/globals';
import { given, type Past } from '#kernel';
import { body, filing, march, occupation } from '../spec/world.js';
import type { BodyFilingCommand } from './body-filing-commands.js';
import { bodyFiling } from './body-filing.js';
import type { BodyFilingEvent } from './events.js';

type File = Extract<BodyFilingCommand, { type: 'FileBody' }>;
type Filed = Extract<BodyFilingEvent, { type: 'BodyFiled' }>;

const words: File['data'] = {
  body,
  kind: 'S',
  bodyCode: '0001',
  province: '44',
  site: '000042',
  scope: [{ occupation, levels: ['SENIOR', 'TECHNICIAN'] }],
  affiliates: [],
  from: '2026-01-01',
  until: '2026-12-31',
};
const file = (changes: Partial<File['data']> = {}): File => ({
  type: 'FileBody',
  data: { ...words, ...changes },
});
const filed: Filed = { type: 'BodyFiled', data: { ...words, region: filing.region } };
const cancelled: BodyFilingEvent = {
  type: 'BodyFilingCancelled',
  data: { body, reason: 'irregularity' },
};
const extend = (levels: Filed['data']['scope'][number]['levels']): BodyFilingCommand => ({
  type: 'ExtendBodyScope',
  data: { body, scope: [{ occupation, levels }] },
});
const renew = (until: string): BodyFilingCommand => ({
  type: 'RenewBodyFiling',
  data: { body, until },
});
const cancel: BodyFilingCommand = {
  type: 'CancelBodyFiling',
  data: { body, reason: 'irregularity' },
};
const shenzhen = { kind: 'enterprise', region: '4403' };
const nowhere = { kind: undefined, region: '' };
const known = (...past: readonly Past<BodyFilingEvent>[]) =>
  given(bodyFiling, ...past).with({ facts: { organization: shenzhen } });

describe('the rules a body is filed under', () => {
  it('are those of level assessment in its region, for every act; none where the directory has none', () => {
    const asked = (command: BodyFilingCommand, region: string) =>
      bodyFiling.rules?.(command, bodyFiling.initial, { organization: { ...shenzhen, region } });
    for (const command of [file(), extend(['SENIOR']), renew('2027-12-31'), cancel])
      expect(asked(command, '4403')).toEqual({
        scheme: 'level-assessment',
        jurisdiction: '4403',
      });
    expect(asked(file(), '')).toBeUndefined();
  });
});

describe('filing an assessment body', () => {
  it('takes the region from the directory, not from the caller', () => {
    known().when(file()).then(filed);
    const asked = bodyFiling.parties(file(), bodyFiling.initial, {
      organization: shenzhen,
    });
    expect(asked).toEqual({ region: '4403' });
  });
  it('is refused for an organisation that the directory does not know', () => {
    known()
      .with({ facts: { organization: nowhere } })
      .when(file())
      .thenRejected('E_UNKNOWN');
  });
  it('is refused when it would end before it begins', () => {
    known()
      .when(file({ until: '2025-12-31' }))
      .thenRejected('E_INPUT');
  });
  it('is refused with parts that no certificate number could be made of', () => {
    known()
      .when(file({ province: '99' }))
      .thenRejected('E_INPUT');
  });
  it('says nothing when the body is filed so already, and is refused when filed otherwise', () => {
    known(filed).when(file()).thenNothing();
    known(filed)
      .when(file({ site: '000043' }))
      .thenRejected('E_STATE');
    known(filed)
      .when(file({ scope: [{ occupation, levels: ['CHIEF_TECHNICIAN'] }] }))
      .thenRejected('E_STATE');
  });
  it('may follow on a cancelled one', () => {
    known(filed, cancelled).when(file()).then(filed);
  });
});

describe('a filing in time', () => {
  it('is extended by what is new, and not by what it covers', () => {
    known(filed)
      .when(extend(['SENIOR', 'SENIOR_TECHNICIAN']))
      .then({
        type: 'BodyScopeExtended',
        data: { body, scope: [{ occupation, levels: ['SENIOR', 'SENIOR_TECHNICIAN'] }] },
      });
    known(filed)
      .when(extend(['TECHNICIAN']))
      .thenNothing();
  });
  it('cannot be extended when it is not in force', () => {
    known({ ...filed, data: { ...filed.data, until: '2026-03-01' } })
      .when(extend(['JUNIOR']))
      .thenRejected({
        code: 'E_FILING_EXPIRED',
        detail: { on: '2026-03-02', from: '2026-01-01', until: '2026-03-01', cancelledOn: null },
      });
  });
  it('is renewed to a later day only', () => {
    known(filed)
      .when(renew('2027-12-31'))
      .then({ type: 'BodyFilingRenewed', data: { body, until: '2027-12-31' } });
    known(filed).when(renew('2026-12-31')).thenNothing();
    known(filed).when(renew('2026-06-30')).thenRejected('E_STATE');
    known(filed, cancelled).when(renew('2027-12-31')).thenRejected('E_STATE');
  });
  it('ends on the day it is cancelled, once', () => {
    known(filed).when(cancel).then(cancelled);
    known(filed, cancelled).when(cancel).thenNothing();
    known(filed, { ...cancelled, meta: { occurredOn: '2026-03-03' } })
      .with(march(3))
      .when(extend(['JUNIOR']))
      .thenRejected('E_FILING_EXPIRED');
  });
});
