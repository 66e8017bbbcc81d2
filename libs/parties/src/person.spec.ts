import { describe, expect, it } from '@jest/globals';
import { given, idOf, isRejection, specActor } from '#kernel';
import { person } from './person.js';

const personId = idOf('someone');
const identity = {
  name: '陈晓岚',
  idKind: 'resident-id' as const,
  idNumber: '440106200306150004',
};
const permit = {
  name: '陈晓岚',
  idKind: 'passport' as const,
  idNumber: 'E12345678',
  born: '2003-06-15',
};
const register = (who: typeof identity | typeof permit = identity) => ({
  type: 'RegisterPerson' as const,
  data: { personId, identity: who },
});
const correct = (who: typeof identity | typeof permit = identity) => ({
  type: 'CorrectIdentity' as const,
  data: { personId, identity: who, reason: 'typing-error' as const },
});
const registeredBy = idOf('enterprise');
const registered = {
  type: 'PersonRegistered' as const,
  data: { personId, idKind: 'resident-id' as const, registeredBy },
};
const corrected = (idKind: 'resident-id' | 'passport') => ({
  type: 'PersonIdentityCorrected' as const,
  data: { personId, reason: 'typing-error' as const, idKind },
});

describe('registering a person', () => {
  it('records a pseudonym and hands the identity to the vault', () => {
    const { outcome } = given(person).when(register()).then(registered);
    expect(outcome.personal).toEqual({ person: personId, identity });
  });
  it('refuses a number that does not fit its check digit', () => {
    given(person)
      .when(register({ ...identity, idNumber: '440106200306150005' }))
      .thenRejected({
        code: 'E_ID',
        detail: { idKind: 'resident-id', failure: 'check-digit' },
      });
  });
  it('never repeats the number in its refusal', () => {
    const { decision } = given(person).when(
      register({ ...identity, idNumber: '440106200306150005' }),
    ).outcome;
    expect(isRejection(decision)).toBe(true);
    expect(JSON.stringify(decision)).not.toContain('440106200306150005');
  });
  it('asks for the day of birth where the document does not tell it', () => {
    const { born, ...without } = permit;
    given(person)
      .when({ type: 'RegisterPerson', data: { personId, identity: without } })
      .thenRejected('E_INPUT');
    expect(born).toBe('2003-06-15');
    given(person)
      .when(register(permit))
      .then({ type: 'PersonRegistered', data: { personId, idKind: 'passport', registeredBy } });
  });
  it('refuses an actor without an organisation, and the system', () => {
    for (const actor of [{ user: 'root', role: 'operator' as const }, { system: 'seed' }])
      given(person).with({ actor }).when(register()).thenRejected('E_FORBIDDEN');
  });
  it('refuses a document of another kind under the same id', () => {
    given(person, registered)
      .when(register(permit))
      .thenRejected({ code: 'E_STATE', detail: { registeredAs: 'resident-id' } });
  });
  it('says nothing when the person is registered already', () => {
    given(person, registered).with({ actor: specActor }).when(register()).thenNothing();
  });
});

describe('correcting an identity', () => {
  it('records the reason and the kind of document, and hands the rest to the vault', () => {
    const { outcome } = given(person, registered).when(correct(permit)).then(corrected('passport'));
    expect(outcome.personal).toEqual({ person: personId, identity: permit });
  });
  it('refuses a number that does not fit its check digit', () => {
    given(person, registered)
      .when(correct({ ...identity, idNumber: '440106200306150005' }))
      .thenRejected('E_ID');
  });
  it('refuses someone who was never registered', () => {
    given(person).when(correct()).thenRejected('E_UNKNOWN');
  });
  it('goes by the kind of document that was corrected last', () => {
    given(person, registered, corrected('passport')).when(register(permit)).thenNothing();
    given(person, registered, corrected('passport')).when(register()).thenRejected('E_STATE');
  });
  it('belongs to whoever registered the person', () => {
    const state = { registeredBy, idKind: 'resident-id' as const };
    expect(person.parties(correct(), state, {})).toEqual({ registrar: registeredBy });
  });
});
