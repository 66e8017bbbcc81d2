import { sight } from '#kernel';
import type { CareerEvent, EmploymentEvent } from '#employment/events';

/** What training needs to know of the employment of a trainee. */
export interface EmploymentSight {
  /** The enterprise of the labour contract. */
  readonly employer: string | undefined;
  readonly insured: boolean;
}
export const employmentSight = sight<EmploymentEvent, EmploymentSight>(
  { employer: undefined, insured: false },
  {
    LaborContractSigned: (job, { data }) => ({ ...job, employer: data.enterprise }),
    SocialInsuranceConfirmed: (job) => ({ ...job, insured: true }),
    EmployeeDeparted: () => ({ employer: undefined, insured: false }),
  },
);

/** Whether the trainee has a career plan. */
export interface CareerSight {
  readonly planned: boolean;
}
export const careerSight = sight<CareerEvent, CareerSight>(
  { planned: false },
  { CareerPlanSet: () => ({ planned: true }) },
);
