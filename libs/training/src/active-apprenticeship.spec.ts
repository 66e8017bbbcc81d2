import { describe, it } from '@jest/globals';
import { given, idOf } from '#kernel';
import { activeApprenticeship } from './active-apprenticeship.js';

const person = idOf('person');
const one = { person, apprenticeshipId: idOf('one') };
const other = { person, apprenticeshipId: idOf('other') };
const reserved = { type: 'PersonReserved', data: one } as const;
const released = { type: 'PersonReleased', data: one } as const;
const reserve = (data: typeof one) => ({ type: 'ReservePerson', data }) as const;
const release = (data: typeof one) => ({ type: 'ReleasePerson', data }) as const;

describe('one active path per person', () => {
  it('takes a free person', () => {
    given(activeApprenticeship).when(reserve(one)).then(reserved);
    given(activeApprenticeship, reserved, released)
      .when(reserve(other))
      .then({ type: 'PersonReserved', data: other });
  });
  it('refuses a person on another path and names that path', () => {
    given(activeApprenticeship, reserved)
      .when(reserve(other))
      .thenRejected({
        code: 'E_DUPLICATE_ACTIVE',
        detail: { apprenticeshipId: one.apprenticeshipId },
      });
  });
  it('says nothing when the same path takes the person again', () => {
    given(activeApprenticeship, reserved).when(reserve(one)).thenNothing();
  });
  it('frees the person of the path that has it, and of no other', () => {
    given(activeApprenticeship, reserved).when(release(one)).then(released);
    given(activeApprenticeship, reserved).when(release(other)).thenNothing();
  });
  it('says nothing when the person is free already', () => {
    given(activeApprenticeship).when(release(one)).thenNothing();
    given(activeApprenticeship, reserved, released).when(release(one)).thenNothing();
  });
});
