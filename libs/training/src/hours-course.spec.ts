import { entryOf } from './hours-state.js';
import { describe, expect, it } from '@jest/globals';
import { given, idOf, specActor } from '#kernel';
import {
  afternoon,
  atBase,
  confirmed,
  correct,
  credited,
  disputed,
  entry,
  held,
  li,
  logged,
  loggedAtBase,
  morning,
  other,
  path,
  refused,
  reversed,
  tutor,
  well,
} from '../spec/hours-world.js';
import { hours } from './hours.js';

const one = { apprenticeshipId: li, entry };
const confirm = { type: 'ConfirmHours', data: one } as const;
const dispute = { type: 'DisputeHours', data: { ...one, reason: 'was-absent' } } as const;
const reverse = { type: 'ReverseHours', data: { ...one, reason: 'typed-twice' } } as const;
const credit = { type: 'CreditBaseHours', data: one } as const;
const refuse = { type: 'RefuseBaseHours', data: { ...one, reason: 'not-in-plan' } } as const;
const byTutor = { ...well(), actor: tutor };
const later = { ...well(), now: '2026-03-08T16:00:00.000000Z' };

describe('confirming hours', () => {
  it('recognises all their minutes', () => {
    given(hours, logged()).with(byTutor).when(confirm).then(confirmed());
    given(hours, logged(), disputed()).with(byTutor).when(confirm).then(confirmed());
  });
  it('is not for the one who logged them', () => {
    given(hours, logged()).with(well()).when(confirm).thenRejected('E_FOUR_EYES');
    const nightly = { ...logged(), meta: { actor: { system: 'import' } } };
    given(hours, nightly)
      .with({ ...well(), actor: { system: 'import' } })
      .when(confirm)
      .thenRejected('E_FOUR_EYES');
  });
  it('refuses an entry that is not there or was reversed', () => {
    const elsewhere = logged({ entry: other });
    given(hours, elsewhere).with(byTutor).when(confirm).thenRejected('E_ENTRY');
    given(hours, logged(), reversed()).with(byTutor).when(confirm).thenRejected('E_ENTRY');
  });
  it('leaves hours at a base to be credited', () => {
    given(hours, loggedAtBase())
      .with({ ...byTutor, ...well({ session: atBase }) })
      .when(confirm)
      .thenRejected({ code: 'E_STATE', detail: { phase: 'logged', venue: 'base' } });
  });
  it('refuses hours of a session that was cancelled since', () => {
    given(hours, logged())
      .with({ ...byTutor, ...well({ session: { ...held, standing: 'cancelled' } }) })
      .when(confirm)
      .thenRejected({ code: 'E_SESSION', detail: { session: morning } });
  });
  it('says nothing when they are confirmed', () => {
    given(hours, logged(), confirmed()).with(byTutor).when(confirm).thenNothing();
  });
});

describe('disputing hours', () => {
  it('takes away what was recognised of them', () => {
    const { outcome } = given(hours, logged(), confirmed())
      .with(well())
      .when(dispute)
      .then(disputed());
    expect(entryOf(outcome.state, entry)).toMatchObject({ standing: 'disputed', recognised: 0 });
  });
  it('keeps what the trainee says apart from the event', () => {
    const said = { ...dispute, data: { ...dispute.data, note: '那天我请了病假' } };
    given(hours, logged())
      .with(well())
      .when(said)
      .then(disputed({ noteRef: idOf('note') }));
    expect(hours.personal?.(said, hours.initial, { path }, idOf)).toEqual({
      person: path.person,
      notes: [{ ref: idOf('note'), text: '那天我请了病假' }],
    });
  });
  it('may wait its days from when they were recorded, however late that was', () => {
    const session = { ...held, on: '2026-02-01' };
    given(hours, logged({ on: '2026-02-01' }))
      .with({ ...later, ...well({ session }), now: '2026-03-08T15:59:59.000000Z' })
      .when(dispute)
      .then(disputed());
    given(hours, logged())
      .with(later)
      .when(dispute)
      .thenRejected({ code: 'E_DISPUTE_LATE', detail: { days: 8, disputeDays: 7 } });
  });
  it('refuses an entry that is not there or was reversed', () => {
    given(hours, logged({ entry: other }))
      .with(well())
      .when(dispute)
      .thenRejected('E_ENTRY');
    given(hours, logged(), reversed()).with(well()).when(dispute).thenRejected('E_ENTRY');
  });
  it('says nothing when they are disputed already', () => {
    given(hours, logged(), disputed()).with(later).when(dispute).thenNothing();
  });
});

describe('taking hours back', () => {
  it('reverses the entry and says how much it took', () => {
    given(hours, logged()).with(well()).when(reverse).then(reversed());
    given(hours, logged(), confirmed())
      .with(well())
      .when(reverse)
      .then(reversed({ recognisedMinutes: 210 }));
  });
  it('refuses an entry that is not there', () => {
    given(hours, logged({ entry: other }))
      .with(well())
      .when(reverse)
      .thenRejected('E_ENTRY');
  });
  it('says nothing when it was taken back', () => {
    given(hours, logged(), reversed()).with(well()).when(reverse).thenNothing();
  });
});

describe('correcting hours', () => {
  const right = { ...held, from: '09:00', to: '11:00' };
  const taken = reversed({ reason: 'wrong-time', replacedBy: other });
  const instead = logged({
    ...{ entry: other, session: afternoon, from: '09:00', to: '11:00', minutes: 120 },
    replaces: entry,
  });
  it('reverses the entry and records the right one in its place', () => {
    given(hours, logged())
      .with(well({ session: right }))
      .when(correct())
      .then(taken, instead);
  });
  it('refuses when the right hours break a rule, and leaves the old ones alone', () => {
    given(hours, logged())
      .with(well({ session: { ...right, standing: 'cancelled' } }))
      .when(correct())
      .thenRejected('E_SESSION');
    const noon = logged({ entry: idOf('noon'), from: '10:00', to: '13:00', minutes: 180 });
    given(hours, logged({ to: '10:00', minutes: 90 }), noon)
      .with(well({ session: right }))
      .when(correct())
      .thenRejected('E_OVERLAP');
  });
  it('refuses an entry that is not there or was reversed, and an id that is used', () => {
    const lone = given(hours, logged({ entry: other })).with(well());
    lone.when(correct({ replacement: idOf('x') })).thenRejected('E_ENTRY');
    given(hours, logged(), reversed()).with(well()).when(correct()).thenRejected('E_ENTRY');
    const both = given(hours, logged(), logged({ entry: other, on: '2026-02-26' })).with(well());
    both.when(correct()).thenRejected({ code: 'E_ENTRY', detail: { replacement: other } });
  });
  it('says nothing when it was corrected so', () => {
    given(hours, logged(), taken, instead).with(well()).when(correct()).thenNothing();
  });
});

describe('crediting hours held at a base', () => {
  const byEnterprise = { ...well({ session: atBase }), actor: { ...specActor, user: 'hr' } };
  it('recognises them whole', () => {
    given(hours, loggedAtBase()).with(byEnterprise).when(credit).then(credited());
    given(hours, loggedAtBase(), refused).with(byEnterprise).when(credit).then(credited());
  });
  it('stops at the share of the plan that a base may give, by kind', () => {
    // 50 class hours of theory may be credited; 2,085 + 210 minutes are 51.
    const full = [loggedAtBase({ entry: other, minutes: 2_085 }), credited(2_085, other)] as const;
    given(hours, ...full, loggedAtBase())
      .with(byEnterprise)
      .when(credit)
      .thenRejected({
        code: 'E_CREDIT_CAP',
        detail: { activity: 'theory', after: 51, ceiling: 50, planned: 100 },
      });
    const practice = loggedAtBase({ entry: other, minutes: 2_085, activity: 'practice' });
    given(hours, practice, credited(2_085, other), loggedAtBase())
      .with(byEnterprise)
      .when(credit)
      .then(credited());
  });
  it('is not for the one who logged them', () => {
    given(hours, loggedAtBase())
      .with(well({ session: atBase }))
      .when(credit)
      .thenRejected('E_FOUR_EYES');
  });
  it('refuses hours that were not at a base, were reversed, or whose session was cancelled', () => {
    given(hours, logged()).with(byEnterprise).when(credit).thenRejected('E_ENTRY');
    given(hours, loggedAtBase(), reversed())
      .with(byEnterprise)
      .when(credit)
      .thenRejected('E_ENTRY');
    given(hours, loggedAtBase())
      .with({ ...byEnterprise, ...well({ session: { ...atBase, standing: 'cancelled' } }) })
      .when(credit)
      .thenRejected('E_SESSION');
  });
  it('says nothing when they are credited', () => {
    given(hours, loggedAtBase(), credited()).with(byEnterprise).when(credit).thenNothing();
  });
});

describe('declining hours held at a base', () => {
  const atTheBase = well({ session: atBase });
  it('says why, also when they were credited before', () => {
    given(hours, loggedAtBase()).with(atTheBase).when(refuse).then(refused);
    given(hours, loggedAtBase(), credited()).with(atTheBase).when(refuse).then(refused);
  });
  it('refuses hours that were not at a base, or were reversed', () => {
    given(hours, logged()).with(well()).when(refuse).thenRejected('E_ENTRY');
    given(hours, loggedAtBase(), reversed()).with(atTheBase).when(refuse).thenRejected('E_ENTRY');
  });
  it('says nothing when they are declined', () => {
    given(hours, loggedAtBase(), refused).with(atTheBase).when(refuse).thenNothing();
  });
});
