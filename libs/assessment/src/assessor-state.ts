import type { Day, Level, Recorded } from '#kernel';
import type { AssessorEvent, PartyKind } from './events.js';
import { covers, type Scope } from './scope.js';

/** What an assessor may assess, for whom and until when. `since` is missing until there was a first qualification. */
export interface Assessor {
  readonly organization: string;
  readonly partyKind: PartyKind;
  readonly grade: 'assessor' | 'senior-assessor';
  readonly body: string | undefined;
  readonly scope: Scope;
  readonly since: Day | undefined;
  readonly until: Day | undefined;
  readonly disqualifiedOn: Day | undefined;
}

export const noAssessor: Assessor = {
  organization: '',
  partyKind: 'enterprise',
  grade: 'assessor',
  body: undefined,
  scope: [],
  since: undefined,
  until: undefined,
  disqualifiedOn: undefined,
};

export const evolveAssessor = (
  state: Assessor,
  { type, data, meta }: Recorded<AssessorEvent>,
): Assessor => {
  switch (type) {
    case 'AssessorQualified': {
      const { organization, partyKind, grade, body, scope, until } = data;
      const since = state.disqualifiedOn === undefined ? state.since : undefined;
      return {
        ...{ organization, partyKind, grade, body, scope, until },
        since: since ?? meta.occurredOn,
        disqualifiedOn: undefined,
      };
    }
    case 'AssessorDisqualified':
      return { ...state, disqualifiedOn: meta.occurredOn };
  }
};

/** Whether the assessor may act for that occupation and level on the day. */
export const isQualifiedFor = (
  { scope, since, until, disqualifiedOn }: Assessor,
  occupation: string,
  level: Level,
  day: Day,
): boolean =>
  since !== undefined &&
  until !== undefined &&
  since <= day &&
  day <= until &&
  (disqualifiedOn === undefined || day < disqualifiedOn) &&
  covers(scope, occupation, level);

/** For decisions that rest on an assessor: `stateOf(assessorView, id)`. */
export const assessorView = {
  category: 'assessor',
  initial: noAssessor,
  evolve: evolveAssessor,
} as const;
