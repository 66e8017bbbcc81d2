import type { Day, Level, Recorded } from '#kernel';
import type { EmploymentEvent } from './events.js';

export interface Employment {
  readonly contract: { readonly from: Day; readonly until: Day; readonly hiredOn: Day } | undefined;
  readonly insured: boolean;
  readonly hiredOn: Day | undefined;
  readonly confirmedOn: Day | undefined;
  readonly level: Level | undefined;
  readonly postId: string | undefined;
  readonly checkedMonths: readonly number[];
  readonly over: 'not-hired' | 'departed' | undefined;
}

export const noEmployment: Employment = {
  contract: undefined,
  insured: false,
  hiredOn: undefined,
  confirmedOn: undefined,
  level: undefined,
  postId: undefined,
  checkedMonths: [],
  over: undefined,
};

export const evolveEmployment = (
  state: Employment,
  { type, data }: Recorded<EmploymentEvent>,
): Employment => {
  switch (type) {
    case 'LaborContractSigned': {
      const { from, until, hiredOn } = data;
      return { ...state, contract: { from, until, hiredOn } };
    }
    case 'SocialInsuranceConfirmed':
      return { ...state, insured: true };
    case 'ApprenticeHired':
      return { ...state, hiredOn: data.on };
    case 'ApprenticeNotHired':
      return { ...state, over: 'not-hired' };
    case 'ProbationConfirmed':
      return { ...state, confirmedOn: data.on };
    case 'LevelGraded':
    case 'Promoted':
      return { ...state, level: data.level };
    case 'PostChanged':
      return { ...state, postId: data.postId };
    case 'RetentionChecked':
      return { ...state, checkedMonths: [...state.checkedMonths, data.months] };
    case 'EmployeeDeparted':
      return { ...state, over: 'departed' };
  }
};
