import { describe, it } from '@jest/globals';
import { given } from '#kernel';
import { apprenticeship } from './apprenticeship.js';
import type { ApprenticeshipFacts } from './apprenticeship-facts.js';
import * as p from '../spec/paths.js';

const { ids, own, its } = p;
const asked = {
  ...own,
  ...{ person: ids.person, enterprise: ids.enterprise, postId: ids.post },
};
const propose = (more: object = {}) =>
  ({
    type: 'ProposeApprenticeship',
    data: { ...asked, programme: 'student-apprentice', college: ids.college, ...more },
  }) as const;
const tech = (more: object = {}) =>
  ({
    type: 'ProposeApprenticeship',
    data: { ...asked, programme: 'tech-trainee', recruitmentId: ids.recruitment, ...more },
  }) as const;
const around: Partial<ApprenticeshipFacts> = {
  enterprise: { kind: 'enterprise', region: '440100' },
  college: { kind: 'college', region: '440100' },
  registered: true,
  post: p.openPost,
  recruitment: { enterprise: ids.enterprise, postId: ids.post, selected: [ids.person] },
};
const proposing = (facts: Partial<ApprenticeshipFacts> = {}) =>
  given(apprenticeship).with({ facts: { ...around, ...facts } });

describe('proposing a path', () => {
  it('records the proposal and takes the person', () => {
    proposing()
      .when(propose())
      .then(p.proposed)
      .andClaims({
        on: 'active-apprenticeship',
        command: { type: 'ReservePerson', data: { ...own, person: ids.person } },
      });
    proposing().when(tech()).then(p.techProposed);
  });
  it('refuses a post that is closed, of another kind or of another enterprise', () => {
    const posts = [{ open: false }, { technical: false }, { enterprise: ids.college }];
    for (const post of posts)
      proposing({ post: { ...p.openPost, ...post } })
        .when(propose())
        .thenRejected('E_POST');
  });
  it('refuses those who were never registered', () => {
    proposing({ registered: false }).when(propose()).thenRejected('E_UNKNOWN');
    proposing({ college: { kind: 'enterprise', region: '44' } })
      .when(propose())
      .thenRejected('E_UNKNOWN');
    proposing({ enterprise: { kind: undefined, region: '' } })
      .when(propose())
      .thenRejected('E_UNKNOWN');
  });
  it('refuses a student apprentice without a college, but not a tech trainee', () => {
    proposing()
      .when(propose({ college: undefined }))
      .thenRejected({ code: 'E_UNKNOWN', detail: { college: null } });
  });
  it('refuses a tech trainee who was not selected for this post of this enterprise', () => {
    const call = { enterprise: ids.enterprise, postId: ids.post, selected: [ids.person] };
    proposing({ recruitment: { ...call, selected: [] } })
      .when(tech())
      .thenRejected('E_NOT_SELECTED');
    proposing({ recruitment: { ...call, postId: ids.otherPost } })
      .when(tech())
      .thenRejected('E_NOT_SELECTED');
    proposing({ recruitment: { ...call, enterprise: ids.college } })
      .when(tech())
      .thenRejected('E_NOT_SELECTED');
    proposing()
      .when(tech({ recruitmentId: undefined }))
      .thenRejected('E_NOT_SELECTED');
  });
  it('says nothing when proposed already, and refuses another proposal under the same id', () => {
    const again = given(apprenticeship, p.proposed).with({ facts: around });
    again.when(propose()).thenNothing();
    again.when(propose({ person: ids.mentor })).thenRejected('E_STATE');
  });
});

describe('the intent and the word of the college', () => {
  const intend = { type: 'StateEmploymentIntent', data: own } as const;
  const confirm = (graduatesOn = '2026-06-30') =>
    ({ type: 'ConfirmEligibility', data: { ...own, graduatesOn } }) as const;
  const refuse = {
    type: 'RefuseEligibility',
    data: { ...own, reason: 'not-enrolled' },
  } as const;
  const refused = its('EligibilityRefused', { reason: 'not-enrolled' });
  const asking = given(apprenticeship, p.proposed, p.intent);

  it('records the intent once, and not after the end', () => {
    given(apprenticeship, p.proposed).when(intend).then(p.intent);
    given(apprenticeship, p.proposed, p.intent).when(intend).thenNothing();
    given(apprenticeship, p.proposed, refused).when(intend).thenRejected('E_STATE');
  });
  it('confirms a student who graduates this year', () => {
    asking
      .with({ facts: { person: p.adult } })
      .when(confirm())
      .then(p.eligible);
    asking
      .with({ facts: { person: p.minor } })
      .when(confirm())
      .then(p.eligible);
  });
  it('refuses one who graduates in another year', () => {
    asking
      .with({ facts: { person: p.adult } })
      .when(confirm('2027-01-01'))
      .thenRejected({
        code: 'E_NOT_GRADUATING_YEAR',
        detail: { graduatesOn: '2027-01-01', year: 2026 },
      });
  });
  it('refuses one below the age, and tells the limit but not the age', () => {
    asking
      .with({ facts: { person: p.child } })
      .when(confirm())
      .thenRejected({ code: 'E_AGE', detail: { minimumAgeYears: 16 } });
  });
  it('refuses one whose data are erased or not known', () => {
    asking
      .with({ facts: { person: { known: 'erased' } } })
      .when(confirm())
      .thenRejected('E_ERASED');
    asking
      .with({ facts: { person: { known: 'no' } } })
      .when(confirm())
      .thenRejected('E_UNKNOWN');
  });
  it('refuses before the trainee has chosen', () => {
    given(apprenticeship, p.proposed)
      .with({ facts: { person: p.adult } })
      .when(confirm())
      .thenRejected({ code: 'E_STATE', detail: { missing: ['employment-intent'] } });
  });
  it('says nothing when confirmed already, and refuses after the end', () => {
    given(apprenticeship, p.proposed, p.intent, p.eligible)
      .with({ facts: { person: p.adult } })
      .when(confirm())
      .thenNothing();
    given(apprenticeship, p.proposed, refused)
      .with({ facts: { person: p.adult } })
      .when(confirm())
      .thenRejected('E_STATE');
  });
  it('lets the college refuse, which frees the person', () => {
    given(apprenticeship, p.proposed)
      .when(refuse)
      .then(refused)
      .andClaims({
        on: 'active-apprenticeship',
        command: { type: 'ReleasePerson', data: { ...own, person: ids.person } },
      });
    given(apprenticeship, p.proposed, refused).when(refuse).thenNothing();
    given(apprenticeship, ...p.inTraining)
      .when(refuse)
      .thenRejected('E_STATE');
  });
});
