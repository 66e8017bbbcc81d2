import { describe, expect, it } from '@jest/globals';
import { given, idOf, isRejection, metaOf, specActor, type Actor } from '#kernel';
import type { PersonEvent } from './events.js';
import { identityVersions } from './identity-versions.js';
import { person } from './person.js';
import { levelNames, pathNames } from './sights.js';

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
const version = idOf('identity');
const registered = {
  type: 'PersonRegistered' as const,
  data: { personId, idKind: 'resident-id' as const, registeredBy, version },
};
const corrected = (idKind: 'resident-id' | 'passport') => ({
  type: 'PersonIdentityCorrected' as const,
  data: { personId, reason: 'typing-error' as const, idKind, version },
});

describe('registering a person', () => {
  it('records a pseudonym and hands the identity to the vault', () => {
    const { outcome } = given(person).when(register()).then(registered);
    expect(outcome.personal).toEqual({ person: personId, identity, ref: version });
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
      .then({
        type: 'PersonRegistered',
        data: { personId, idKind: 'passport', registeredBy, version },
      });
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

const evidence = [{ kind: 'id-card', digest: 'd'.repeat(64) }] as const;
const unnamed = { path: false, levels: false };
/** A person whom nothing names yet, before someone who has the document to show. */
const known = (...past: readonly PersonEvent[]) =>
  given(person, registered, ...past).with({ evidence, facts: unnamed });

describe('correcting an identity', () => {
  it('records the reason and the kind of document, and hands the rest to the vault', () => {
    const { outcome } = known().when(correct(permit)).then(corrected('passport'));
    expect(outcome.personal).toEqual({ person: personId, identity: permit, ref: version });
  });
  it('needs evidence', () => {
    known()
      .with({ evidence: [] })
      .when(correct(permit))
      .thenRejected({ code: 'E_INPUT', detail: { path: 'evidence' } });
  });
  it('tells by keyed digests that it is another identity, in what corrects alone', () => {
    const digests = { before: 'a'.repeat(64), after: 'b'.repeat(64) };
    const told = person.digested?.([registered, corrected('passport')], digests);
    expect(told).toEqual([
      registered,
      { type: 'PersonIdentityCorrected', data: { ...corrected('passport').data, ...digests } },
    ]);
    expect(told?.map((event) => person.events.parse(event))).toEqual(told);
  });
  it('refuses a number that does not fit its check digit', () => {
    known()
      .when(correct({ ...identity, idNumber: '440106200306150005' }))
      .thenRejected('E_ID');
  });
  it('refuses someone who was never registered', () => {
    given(person).when(correct()).thenRejected('E_UNKNOWN');
  });
  it('goes by the kind of document that was corrected last', () => {
    known(corrected('passport')).when(register(permit)).thenNothing();
    known(corrected('passport')).when(register()).thenRejected('E_STATE');
  });
  it('belongs to whoever registered the person', () => {
    expect(person.parties(correct(), known().when(register()).outcome.state, {})).toEqual({
      registrar: registeredBy,
    });
  });
});

const other: Actor = { ...specActor, user: 'another' };
const request = idOf('request');
const requested = (ref = request): PersonEvent => ({
  type: 'IdentityCorrectionRequested',
  data: { personId, reason: 'typing-error', idKind: 'passport', version: ref },
});
const confirm = (ref = request) => ({
  type: 'ConfirmIdentityCorrection' as const,
  data: { personId, version: ref, identity: permit },
});
const confirmed: PersonEvent = {
  type: 'PersonIdentityCorrected',
  data: { personId, reason: 'typing-error', idKind: 'passport', version: request },
};

describe('correcting the identity of someone whom a path or a certificate names', () => {
  it('is only asked for', () => {
    for (const named of [{ path: true }, { levels: true }]) {
      const { outcome } = known()
        .with({ facts: named })
        .when(correct(permit))
        .then(requested(version));
      expect(outcome.personal).toEqual({ person: personId, identity: permit, ref: version });
      expect(outcome.state).toMatchObject({ idKind: 'resident-id', version });
    }
  });
  it('is confirmed by another, who reads the document anew', () => {
    const { outcome } = known(requested()).with({ actor: other }).when(confirm()).then(confirmed);
    expect(outcome.personal).toEqual({ person: personId, identity: permit, ref: request });
    expect(outcome.state).toMatchObject({ idKind: 'passport', version: request });
  });
  it('is not confirmed by who asked', () => {
    known(requested()).when(confirm()).thenRejected('E_FOUR_EYES_IDENTITY');
  });
  it('is confirmed as it was asked for last, and once', () => {
    const latest = idOf('latest');
    const late = known(requested(), requested(latest)).with({ actor: other });
    late.when(confirm()).thenRejected({ code: 'E_STATE', detail: { requested: latest } });
    known(requested(), confirmed).with({ actor: other }).when(confirm()).thenNothing();
    known(requested(), corrected('passport'))
      .with({ actor: other })
      .when(confirm())
      .thenRejected({ code: 'E_STATE', detail: { requested: null } });
  });
});

describe('what parties see of others', () => {
  it('is whether they ever named the person', () => {
    const seen = ({ folding }: ReturnType<typeof pathNames>, ...types: readonly string[]) =>
      types.reduce(
        (sum, type, at) => folding.evolve(sum, { type, data: {}, meta: metaOf('x', at) }),
        folding.initial,
      );
    expect(pathNames('1').stream).toBe('active-apprenticeship-1');
    expect(seen(pathNames('1'))).toEqual(false);
    expect(seen(pathNames('1'), 'PersonReserved', 'PersonReleased')).toEqual(true);
    expect(levelNames('1').stream).toBe('levels-held-1');
    expect(seen(levelNames('1'), 'ExistingCertificateDeclared')).toEqual(false);
    expect(seen(levelNames('1'), 'LevelHeld', 'LevelNoLongerHeld')).toEqual(true);
  });
});

describe('the versions that events name', () => {
  it('stand in their order, and a request counts while nothing came after it', () => {
    expect(identityVersions([registered, requested()])).toEqual([
      { ref: version, stands: true },
      { ref: request, stands: false },
    ]);
    expect(identityVersions([registered, requested(), confirmed])).toEqual([
      { ref: version, stands: true },
      { ref: request, stands: true },
    ]);
    const old = { personId, idKind: 'resident-id' as const, registeredBy };
    expect(
      identityVersions([{ ...registered, data: old }, requested(), requested(version)]),
    ).toEqual([{ ref: version, stands: false }]);
  });
});
