import { decideBy, decider, seenIn, unmet, when, type Level, type Recorded } from '#kernel';
import { MentorEvent } from './events.js';
import { MentorCommand, mentorRefusals, type MentorRule } from './mentor-commands.js';
import { isRegistered, organizationSight, type OrganizationSight } from './parties-sight.js';

/** A mentor of one enterprise at a time, and the paths in their care. */
export interface Mentor {
  readonly qualified: boolean;
  readonly enterprise: string | undefined;
  readonly level: Level | undefined;
  readonly apprentices: readonly string[];
}
const nobody: Mentor = {
  qualified: false,
  enterprise: undefined,
  level: undefined,
  apprentices: [],
};

const evolve = (state: Mentor, { type, data }: Recorded<MentorEvent>): Mentor => {
  switch (type) {
    case 'MentorQualified':
      return { ...state, qualified: true, enterprise: data.enterprise, level: data.level };
    case 'MentorDisqualified':
      return { ...state, qualified: false };
    case 'ApprenticeTakenOn':
      return { ...state, apprentices: [...state.apprentices, data.apprenticeshipId] };
    case 'ApprenticeLetGo':
      return {
        ...state,
        apprentices: state.apprentices.filter((id) => id !== data.apprenticeshipId),
      };
  }
};

export type MentorFacts = {
  /** Only when an apprentice is taken on. */
  readonly enterprise?: OrganizationSight;
  /** Only when someone is qualified. */
  readonly registered?: boolean;
};

/** A mentor's standing and places. The figure for the places is the claiming path's, by its own programme and region. */
export const mentor = decider<MentorCommand, Mentor, MentorEvent, MentorRule, MentorFacts>({
  category: 'mentor',
  commands: MentorCommand,
  events: MentorEvent,
  refusals: mentorRefusals,
  initial: nobody,
  creators: ['QualifyMentor', 'TakeOnApprentice', 'LetGoApprentice'],
  streamOf: ({ data }) => data.mentor,
  facts: ({ type, data }) => {
    if (type === 'QualifyMentor') return { registered: isRegistered(data.mentor) };
    return type === 'TakeOnApprentice'
      ? { enterprise: seenIn(`organization-${data.enterprise}`, organizationSight) }
      : {};
  },
  rules: ({ type }, _state, { enterprise }) =>
    type === 'TakeOnApprentice'
      ? { scheme: 'student-apprentice', jurisdiction: enterprise?.region || 'CN' }
      : undefined,
  parties: ({ type, data }, { qualified, enterprise }) => ({
    enterprise: qualified || type !== 'QualifyMentor' ? enterprise : data.enterprise,
  }),
  decide: decideBy<MentorCommand, Mentor, MentorEvent, MentorRule, MentorFacts>({
    QualifyMentor: (data, { qualified, enterprise, level, apprentices }, { facts }) => {
      const elsewhere = enterprise !== undefined && enterprise !== data.enterprise;
      if (qualified && !elsewhere && level === data.level) return [];
      return (
        unmet(
          when(elsewhere && (qualified || apprentices.length > 0), 'E_STATE', {
            phase: qualified ? 'qualified-elsewhere' : 'apprentices-elsewhere',
          }),
          when(!facts.registered, 'E_UNKNOWN', { mentor: data.mentor }),
        ) ?? [{ type: 'MentorQualified', data }]
      );
    },
    DisqualifyMentor: (data, { qualified }) =>
      qualified ? [{ type: 'MentorDisqualified', data }] : [],
    TakeOnApprentice: (data, { qualified, enterprise, apprentices }, { rules }) => {
      const { mentor: who, apprenticeshipId } = data;
      if (apprentices.includes(apprenticeshipId)) return [];
      const { mentorMaxApprentices } = rules.figures;
      const taken = apprentices.length;
      return (
        unmet(
          when(!qualified || enterprise !== data.enterprise, 'E_MENTOR', { mentor: who }),
          when(taken >= mentorMaxApprentices, 'E_CAPACITY_MENTOR', { taken, mentorMaxApprentices }),
        ) ?? [{ type: 'ApprenticeTakenOn', data: { mentor: who, apprenticeshipId } }]
      );
    },
    LetGoApprentice: (data, { apprentices }) =>
      apprentices.includes(data.apprenticeshipId) ? [{ type: 'ApprenticeLetGo', data }] : [],
  }),
  evolve,
  subjects: ({ type, data }, state) => {
    const enterprise = type === 'MentorQualified' ? data.enterprise : state.enterprise;
    return [`person-${data.mentor}`, ...(enterprise ? [`organization-${enterprise}`] : [])];
  },
});
