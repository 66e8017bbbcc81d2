import { describe, it } from '@jest/globals';
import { given } from '#kernel';
import { parking } from './parking.js';

const view = 'trainees_v1';
const event = '3f0c0b52-7a0e-4c39-9f39-0d9f4a1d8a11';
const another = '3f0c0b52-7a0e-4c39-9f39-0d9f4a1d8a12';
const discard = { type: 'DiscardParked', data: { view, event, reason: 'superseded' } } as const;
const asked = {
  type: 'ParkedDiscardRequested',
  data: { view, event, reason: 'superseded' },
} as const;
const confirm = { type: 'ConfirmDiscard', data: { view, event } } as const;
const discarded = { type: 'ParkedEventDiscarded', data: { view, event } } as const;

describe('asking for a retry', () => {
  it('is recorded each time, for a row or for the whole view', () => {
    const retry = { type: 'RetryParked', data: { view, key: 'p1' } } as const;
    const requested = { type: 'ParkedRetryRequested', data: { view, key: 'p1' } } as const;
    given(parking, requested).when(retry).then(requested);
    given(parking)
      .when({ type: 'RetryParked', data: { view } })
      .then({ type: 'ParkedRetryRequested', data: { view } });
  });
});

describe('asking for a discard', () => {
  it('is recorded with its reason', () => {
    given(parking).when(discard).then(asked);
  });
  it('says nothing when the event is discarded already', () => {
    given(parking, asked, discarded).when(discard).thenNothing();
  });
});

describe('confirming a discard', () => {
  it('records it once', () => {
    given(parking, asked).when(confirm).then(discarded);
    given(parking, asked, discarded).when(confirm).thenNothing();
  });
  it('refuses what nobody asked for, of this event or of another', () => {
    given(parking).when(confirm).thenRejected('E_STATE');
    given(parking, asked)
      .when({ type: 'ConfirmDiscard', data: { view, event: another } })
      .thenRejected('E_STATE');
  });
});
