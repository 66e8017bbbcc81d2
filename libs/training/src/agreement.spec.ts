import { describe, it } from '@jest/globals';
import { given, type Actor } from '#kernel';
import { agreement, type AgreementFacts } from './agreement.js';
import { noApprenticeship, type Apprenticeship } from './apprenticeship-state.js';
import * as p from '../spec/paths.js';

const { ids, own, digest } = p;
const path: Apprenticeship = {
  ...noApprenticeship,
  phase: 'eligible',
  person: ids.person,
  enterprise: ids.enterprise,
  college: ids.college,
  postId: ids.post,
  region: '440100',
};
const tech: Apprenticeship = {
  ...path,
  phase: 'proposed',
  programme: 'tech-trainee',
  college: undefined,
};
const facts: AgreementFacts = { path, plan: p.adoptedPlan, person: p.adult };
const draft = (more: object = {}) =>
  ({ type: 'DraftAgreement', data: { ...p.draft, ...more } }) as const;
const parties: ('enterprise' | 'college' | 'trainee')[] = ['enterprise', 'college', 'trainee'];
const drafted = { type: 'AgreementDrafted', data: { ...p.draft, parties } } as const;
const signed = (party: (typeof parties)[number]) =>
  ({ type: 'AgreementSigned', data: { ...own, party, digest } }) as const;
const concluded = { type: 'AgreementConcluded', data: { ...own, digest } } as const;
const consented = { type: 'GuardianConsentRecorded', data: own } as const;
const sign = (party: (typeof parties)[number], text = digest) =>
  ({ type: 'SignAgreement', data: { ...own, party, digest: text } }) as const;
const actors: Record<string, Actor> = {
  enterprise: { user: 'e', role: 'enterprise', organization: ids.enterprise },
  owner: { user: 'o', role: 'chain-owner', organization: ids.enterprise },
  college: { user: 'c', role: 'college', organization: ids.college },
  trainee: { user: 't', role: 'trainee', person: ids.person },
  employee: { user: 't', role: 'trainee', person: ids.person, organization: ids.enterprise },
};
const other = 'b'.repeat(64);
const signedPaper = [{ kind: 'guardian-consent', digest: other }] as const;
const fresh = given(agreement).with({ facts });

describe('laying down the agreement', () => {
  it('fixes the terms and who has to sign', () => {
    fresh.when(draft()).then(drafted);
    fresh
      .with({ facts: { path: tech, plan: { ...p.adoptedPlan, programme: 'tech-trainee' } } })
      .when(draft())
      .then({ ...drafted, data: { ...p.draft, parties: ['enterprise', 'trainee'] } });
  });
  it('names everything that is missing at once', () => {
    given(agreement)
      .with({ facts: { path } })
      .when({ type: 'DraftAgreement', data: { ...own, digest } })
      .thenRejected({
        code: 'E_AGREEMENT_INCOMPLETE',
        detail: {
          missing: ['post', 'plan', 'internship', 'term', 'level', 'mentor', 'pay', 'insurance'],
        },
      });
  });
  it('takes a plan for missing that is not adopted, of another enterprise or programme', () => {
    const plans = [
      { adopted: false },
      { enterprise: ids.college },
      { programme: 'tech-trainee' as const },
    ];
    for (const plan of plans)
      fresh
        .with({ facts: { plan: { ...p.adoptedPlan, ...plan } } })
        .when(draft())
        .thenRejected({ code: 'E_AGREEMENT_INCOMPLETE', detail: { missing: ['plan'] } });
  });
  it('wants the internship of students only, the proposed post, and a term that ends', () => {
    const without = { ...p.adoptedPlan, onPostInternship: false };
    const lacks = (...missing: string[]) =>
      ({ code: 'E_AGREEMENT_INCOMPLETE', detail: { missing } }) as const;
    fresh
      .with({ facts: { plan: without } })
      .when(draft())
      .thenRejected(lacks('internship'));
    fresh.when(draft({ postId: ids.otherPost })).thenRejected(lacks('post'));
    fresh.when(draft({ until: '2026-03-01' })).thenRejected(lacks('term'));
    fresh
      .with({ facts: { path: tech, plan: { ...without, programme: 'tech-trainee' } } })
      .when(draft())
      .then({ ...drafted, data: { ...p.draft, parties: ['enterprise', 'trainee'] } });
  });
  it('wants a reason for any other term than the usual year', () => {
    const termReason = 'prior-learning' as const;
    const short = { until: '2026-08-31' };
    const said = { ...drafted, data: { ...drafted.data, ...short, termReason } };
    fresh
      .when(draft(short))
      .thenRejected({ code: 'E_AGREEMENT_INCOMPLETE', detail: { missing: ['term-reason'] } });
    fresh.when(draft({ ...short, termReason })).then(said);
  });
  it('refuses a term over the longest', () => {
    const termReason = 'target-level';
    fresh.when(draft({ until: '2029-03-02', termReason })).thenRejected('E_TERM_MAX');
  });
  it('refuses before the college has vouched, once filed, and for no path at all', () => {
    for (const phase of ['proposed', 'filed', 'ended'] as const)
      fresh
        .with({ facts: { path: { ...path, phase } } })
        .when(draft())
        .thenRejected('E_STATE');
    fresh
      .with({ facts: { path: noApprenticeship } })
      .when(draft())
      .thenRejected('E_UNKNOWN');
  });
  it('says nothing of the same draft, and refuses other terms under the same text', () => {
    const again = given(agreement, drafted).with({ facts });
    again.when(draft()).thenNothing();
    again.when(draft({ monthlyPayYuan: 1 })).thenRejected('E_DIGEST');
  });
  it('voids every signature when the text changes', () => {
    const redrafted = { ...drafted, data: { ...drafted.data, digest: other } };
    const past = [drafted, signed('enterprise'), signed('college'), signed('trainee'), concluded];
    given(agreement, ...past)
      .with({ facts })
      .when(draft({ digest: other }))
      .then(redrafted);
    given(agreement, ...past, redrafted)
      .with({ facts, actor: actors.trainee! })
      .when(sign('trainee', other))
      .then({ type: 'AgreementSigned', data: { ...own, party: 'trainee', digest: other } });
  });
});

describe('signing', () => {
  const open = given(agreement, drafted).with({ facts });
  const nearly = [drafted, signed('enterprise'), signed('college')] as const;

  it('lets each party sign for itself', () => {
    for (const party of parties)
      open.with({ actor: actors[party]! }).when(sign(party)).then(signed(party));
    open.with({ actor: actors.owner! }).when(sign('enterprise')).then(signed('enterprise'));
  });
  it('refuses to sign for another', () => {
    open
      .with({ actor: actors.enterprise! })
      .when(sign('trainee'))
      .thenRejected('E_NOT_YOUR_SIGNATURE');
    open
      .with({ actor: actors.college! })
      .when(sign('enterprise'))
      .thenRejected('E_NOT_YOUR_SIGNATURE');
    open
      .with({ actor: actors.employee! })
      .when(sign('enterprise'))
      .thenRejected('E_NOT_YOUR_SIGNATURE');
    open
      .with({ actor: { system: 'reaction' } })
      .when(sign('enterprise'))
      .thenRejected('E_NOT_YOUR_SIGNATURE');
  });
  it('refuses another text', () => {
    open
      .with({ actor: actors.trainee! })
      .when(sign('trainee', other))
      .thenRejected({ code: 'E_DIGEST', detail: { digest: other, drafted: digest } });
  });
  it('concludes with the last signature', () => {
    given(agreement, ...nearly)
      .with({ facts, actor: actors.trainee! })
      .when(sign('trainee'))
      .then(signed('trainee'), concluded);
  });
  it('concludes without a college where none takes part', () => {
    const two = { ...drafted, data: { ...p.draft, parties: ['enterprise', 'trainee'] } } as const;
    given(
      agreement,
      { ...two, data: { ...two.data, parties: [...two.data.parties] } },
      signed('enterprise'),
    )
      .with({ facts: { ...facts, path: tech }, actor: actors.trainee! })
      .when(sign('trainee'))
      .then(signed('trainee'), concluded);
  });
  it('waits for the guardian of one under age, whichever comes first', () => {
    const young = { facts: { ...facts, person: p.minor }, evidence: signedPaper };
    const consent = { type: 'RecordGuardianConsent', data: own } as const;
    given(agreement, ...nearly)
      .with({ ...young, actor: actors.trainee! })
      .when(sign('trainee'))
      .then(signed('trainee'));
    given(agreement, ...nearly, signed('trainee'))
      .with(young)
      .when(consent)
      .then(consented, concluded);
    given(agreement, ...nearly)
      .with(young)
      .when(consent)
      .then(consented);
    given(agreement, ...nearly, consented)
      .with(young)
      .when(consent)
      .thenNothing();
    given(agreement, ...nearly, consented)
      .with({ ...young, actor: actors.trainee! })
      .when(sign('trainee'))
      .then(signed('trainee'), concluded);
  });
  it('takes no consent of a guardian without what the guardian signed', () => {
    given(agreement, ...nearly)
      .with({ facts: { ...facts, person: p.minor }, actor: actors.trainee! })
      .when({ type: 'RecordGuardianConsent', data: own })
      .thenRejected({ code: 'E_INPUT', detail: { path: 'evidence' } });
  });
  it('refuses when nobody can tell the age any more, or the path is over', () => {
    const asTrainee = open.with({ actor: actors.trainee! });
    const erased = { ...facts, person: { known: 'erased' } as const };
    asTrainee.with({ facts: erased }).when(sign('trainee')).thenRejected('E_ERASED');
    asTrainee
      .with({ facts: { ...facts, person: { known: 'no' } } })
      .when(sign('trainee'))
      .thenRejected('E_UNKNOWN');
    asTrainee
      .with({ facts: { ...facts, path: { ...path, phase: 'ended' } } })
      .when(sign('trainee'))
      .thenRejected('E_STATE');
    given(agreement, drafted)
      .with({ facts: erased, evidence: signedPaper })
      .when({ type: 'RecordGuardianConsent', data: own })
      .thenRejected('E_ERASED');
  });
  it('says nothing when one has signed', () => {
    given(agreement, ...nearly)
      .with({ facts, actor: actors.college! })
      .when(sign('college'))
      .thenNothing();
  });
});
