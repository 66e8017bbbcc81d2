import { describe, it } from '@jest/globals';
import { given } from '#kernel';
import { noAgreement } from './agreement-state.js';
import { apprenticeship } from './apprenticeship.js';
import * as p from '../spec/paths.js';

const { own, its, ids } = p;
const start = '2026-03-23';
const agreement = {
  ...p.agreed,
  draft: { ...p.draft, from: start, until: '2027-03-22', parties: [] },
};
const file = (plannedStart?: string) =>
  ({ type: 'FileApprenticeship', data: { ...own, plannedStart } }) as const;
const filed = its('ApprenticeshipFiled', { plannedStart: start, late: false });
const accept = { type: 'AcceptFiling', data: { ...own, filingNumber: 'GZ-2026-1' } } as const;
const giveBack = { type: 'ReturnFiling', data: { ...own, reason: 'incomplete' } } as const;
const returned = its('ApprenticeshipFilingReturned', { reason: 'incomplete' });
const allow = { type: 'AllowLateFiling', data: own } as const;
const allowed = its('LateFilingAllowed', {});
const ready = [p.proposed, p.intent, p.eligible] as const;

describe('filing', () => {
  const filing = given(apprenticeship, ...ready).with({ facts: { agreement } });

  it('files on the last day that leaves fifteen working days', () => {
    filing.when(file()).then(filed);
    filing
      .when(file('2026-04-01'))
      .then(its('ApprenticeshipFiled', { plannedStart: '2026-04-01', late: false }));
  });
  it('refuses a day later, unless the bureau has allowed it', () => {
    const late = { now: '2026-03-03T01:00:00.000000Z' };
    filing
      .with(late)
      .when(file())
      .thenRejected({
        code: 'E_FILING_LATE',
        detail: { workingDays: 14, filingLeadWorkingDays: 15 },
      });
    given(apprenticeship, ...ready, allowed)
      .with({ facts: { agreement }, ...late })
      .when(file())
      .then(its('ApprenticeshipFiled', { plannedStart: start, late: true }));
  });
  it('refuses without a concluded agreement', () => {
    for (const open of [noAgreement, { ...agreement, concluded: false }])
      filing
        .with({ facts: { agreement: open } })
        .when(file())
        .thenRejected({ code: 'E_STATE', detail: { phase: 'eligible', missing: ['agreement'] } });
  });
  it('refuses a start outside the agreed term', () => {
    filing.when(file('2027-04-01')).thenRejected('E_STATE');
  });
  it('refuses before the college has vouched, and says nothing when filed', () => {
    given(apprenticeship, p.proposed)
      .with({ facts: { agreement } })
      .when(file())
      .thenRejected('E_STATE');
    given(apprenticeship, ...ready, filed)
      .with({ facts: { agreement } })
      .when(file())
      .thenNothing();
  });
});

describe('filing a tech trainee', () => {
  const employment = { employer: ids.enterprise, insured: true };
  const filing = given(apprenticeship, p.techProposed).with({
    facts: { agreement, employment, person: p.adult },
  });

  it('files one who is employed and insured, without any word of a college', () => {
    filing.when(file()).then(filed);
  });
  it('refuses one who is not, and names what is missing', () => {
    const missing = ['labour-contract', 'social-insurance'];
    filing
      .with({ facts: { employment: { employer: undefined, insured: false } } })
      .when(file())
      .thenRejected({ code: 'E_STATE', detail: { phase: 'proposed', missing } });
    filing
      .with({ facts: { employment: { employer: ids.college, insured: true } } })
      .when(file())
      .thenRejected({ code: 'E_STATE', detail: { phase: 'proposed', missing: [missing[0]!] } });
  });
  it('refuses one below the age or whose data are erased', () => {
    filing
      .with({ facts: { person: p.child } })
      .when(file())
      .thenRejected('E_AGE');
    filing
      .with({ facts: { person: { known: 'erased' } } })
      .when(file())
      .thenRejected('E_ERASED');
  });
});

describe('the bureau', () => {
  const lying = given(apprenticeship, ...ready, filed);

  it('allows a late filing once, while it is not filed', () => {
    given(apprenticeship, ...ready)
      .when(allow)
      .then(allowed);
    given(apprenticeship, ...ready, allowed)
      .when(allow)
      .thenNothing();
    lying.when(allow).thenRejected('E_STATE');
  });
  it('accepts, and says whether the filing was late', () => {
    lying.when(accept).then(p.accepted);
    given(apprenticeship, ...ready, its('ApprenticeshipFiled', { plannedStart: start, late: true }))
      .when(accept)
      .then(its('ApprenticeshipFilingAccepted', { filingNumber: 'GZ-2026-1', lateAllowed: true }));
  });
  it('accepts only what was filed, and once', () => {
    given(apprenticeship, ...p.toAccepted)
      .when(accept)
      .thenNothing();
    given(apprenticeship, ...ready)
      .when(accept)
      .thenRejected('E_STATE');
  });
  it('sends back what was filed, and it may be filed again', () => {
    lying.when(giveBack).then(returned);
    given(apprenticeship, ...ready, filed, returned)
      .when(giveBack)
      .thenNothing();
    given(apprenticeship, ...ready, filed, returned)
      .with({ facts: { agreement } })
      .when(file())
      .then(filed);
    given(apprenticeship, ...ready)
      .when(giveBack)
      .thenRejected('E_STATE');
  });
});
