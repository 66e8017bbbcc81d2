import { decideBy, decider, reject, seenIn, unmet, when, type Recorded } from '#kernel';
import type { z } from 'zod';
import { RecruitmentEvent, type RecruitmentOpened } from './events.js';
import { postSight, type PostSight } from './offer-sight.js';
import { isRegistered, organizationSight, type OrganizationSight } from './parties-sight.js';
import {
  RecruitmentCommand,
  recruitmentRefusals,
  type RecruitmentRule,
} from './recruitment-commands.js';
import { same } from './same.js';

/** A public call and who was selected under it. */
export interface Recruitment {
  readonly phase: 'none' | 'open' | 'closed';
  readonly opened: z.infer<typeof RecruitmentOpened>['data'] | undefined;
  readonly selected: readonly string[];
}

const evolve = (state: Recruitment, { type, data }: Recorded<RecruitmentEvent>): Recruitment => {
  switch (type) {
    case 'RecruitmentOpened':
      return { phase: 'open', opened: data, selected: [] };
    case 'CandidateSelected':
      return { ...state, selected: [...state.selected, data.person] };
    case 'CandidateReleased':
      return { ...state, selected: state.selected.filter((person) => person !== data.person) };
    case 'RecruitmentClosed':
      return { ...state, phase: 'closed' };
  }
};

export type RecruitmentFacts = {
  /** Only when a call is opened. */
  readonly post?: PostSight;
  /** Both only when a candidate is selected. */
  readonly enterprise?: OrganizationSight;
  readonly registered?: boolean;
};

type Decisions = Parameters<
  typeof decideBy<
    RecruitmentCommand,
    Recruitment,
    RecruitmentEvent,
    RecruitmentRule,
    RecruitmentFacts
  >
>[0];

const open: Decisions['OpenRecruitment'] = (data, { phase, opened }, { facts: { post } }) => {
  if (phase !== 'none') return same(opened, data) ? [] : reject('E_STATE', { phase });
  const { postId, enterprise, from, until } = data;
  const fits = post?.open === true && post.technical && post.enterprise === enterprise;
  return (
    unmet(when(!fits, 'E_POST', { postId }), when(until < from, 'E_NOT_OPEN', { from, until })) ?? [
      { type: 'RecruitmentOpened', data },
    ]
  );
};

const select: Decisions['SelectCandidate'] = (
  data,
  { phase, opened, selected },
  { occurredOn, facts: { registered } },
) => {
  if (selected.includes(data.person) || !opened) return [];
  const { from, until, quota } = opened;
  const closed = phase !== 'open' || occurredOn < from || until < occurredOn;
  return (
    unmet(
      when(closed, 'E_NOT_OPEN', { phase, on: occurredOn, from, until }),
      when(selected.length >= quota, 'E_QUOTA', { selected: selected.length, quota }),
      when(!registered, 'E_UNKNOWN', { person: data.person }),
    ) ?? [{ type: 'CandidateSelected', data }]
  );
};

/** A call is open on its days and until it is closed; who is selected holds one of its places. */
export const recruitment = decider<
  RecruitmentCommand,
  Recruitment,
  RecruitmentEvent,
  RecruitmentRule,
  RecruitmentFacts
>({
  category: 'recruitment',
  commands: RecruitmentCommand,
  events: RecruitmentEvent,
  refusals: recruitmentRefusals,
  initial: { phase: 'none', opened: undefined, selected: [] },
  creators: ['OpenRecruitment'],
  streamOf: ({ data }) => data.recruitmentId,
  facts: ({ type, data }, { opened }) => {
    if (type === 'OpenRecruitment') return { post: seenIn(`post-${data.postId}`, postSight) };
    return type === 'SelectCandidate' && opened
      ? {
          enterprise: seenIn(`organization-${opened.enterprise}`, organizationSight),
          registered: isRegistered(data.person),
        }
      : {};
  },
  // For the limit on late entries: no figure of its own.
  rules: ({ type }, _state, { enterprise }) =>
    type === 'SelectCandidate'
      ? { scheme: 'tech-trainee', jurisdiction: enterprise?.region || 'CN' }
      : undefined,
  parties: ({ type, data }, { opened }) => ({
    enterprise: opened?.enterprise ?? (type === 'OpenRecruitment' ? data.enterprise : undefined),
  }),
  decide: decideBy<
    RecruitmentCommand,
    Recruitment,
    RecruitmentEvent,
    RecruitmentRule,
    RecruitmentFacts
  >({
    OpenRecruitment: open,
    SelectCandidate: select,
    ReleaseCandidate: (data, { selected }) =>
      selected.includes(data.person) ? [{ type: 'CandidateReleased', data }] : [],
    CloseRecruitment: (data, { phase }) =>
      phase === 'closed' ? [] : [{ type: 'RecruitmentClosed', data }],
  }),
  evolve,
  subjects: (event, { opened }) => {
    const enterprise =
      event.type === 'RecruitmentOpened' ? event.data.enterprise : opened?.enterprise;
    return [
      ...('person' in event.data ? [`person-${event.data.person}`] : []),
      ...(enterprise ? [`organization-${enterprise}`] : []),
      `recruitment-${event.data.recruitmentId}`,
    ];
  },
});
