import { decideBy, decider, reject, seenIn, unmet, when } from '#kernel';
import { ClassCommand, classRefusals, type ClassRule } from './class-commands.js';
import { evolveClass, noClass, type TrainingClass } from './class-state.js';
import { ClassEvent } from './events.js';
import { offeredPlan, type OfferedPlan } from './offer-sight.js';
import { organizationSight, type OrganizationSight } from './parties-sight.js';
import { same } from './same.js';

/** Only for the opening of a class. */
export type ClassFacts = { readonly plan?: OfferedPlan; readonly enterprise?: OrganizationSight };

/** A class is opened by its enterprise; the paths take and free its seats as reservations. */
export const trainingClass = decider<
  ClassCommand,
  TrainingClass,
  ClassEvent,
  ClassRule,
  ClassFacts
>({
  category: 'class',
  commands: ClassCommand,
  events: ClassEvent,
  refusals: classRefusals,
  initial: noClass,
  creators: ['OpenClass', 'TakeSeat', 'FreeSeat'],
  streamOf: ({ data }) => data.classId,
  facts: ({ type, data }) =>
    type === 'OpenClass'
      ? {
          plan: seenIn(`plan-${data.planId}`, offeredPlan),
          enterprise: seenIn(`organization-${data.enterprise}`, organizationSight),
        }
      : {},
  rules: ({ type }, _state, { plan, enterprise }) =>
    type === 'OpenClass'
      ? {
          scheme: plan?.programme ?? 'student-apprentice',
          jurisdiction: enterprise?.region || 'CN',
        }
      : undefined,
  parties: ({ type, data }, { opened }) => ({
    enterprise: opened?.enterprise ?? (type === 'OpenClass' ? data.enterprise : undefined),
  }),
  decide: decideBy<ClassCommand, TrainingClass, ClassEvent, ClassRule, ClassFacts>({
    OpenClass: (data, state, { facts: { plan }, rules }) => {
      if (state.phase !== 'none')
        return same(state.opened, data) ? [] : reject('E_STATE', { phase: state.phase });
      const { classMaxTrainees } = rules.figures;
      const usable = plan?.adopted === true && plan.enterprise === data.enterprise;
      return (
        unmet(
          when(data.capacity > classMaxTrainees, 'E_CAPACITY_CLASS', {
            capacity: data.capacity,
            classMaxTrainees,
          }),
          when(!usable, 'E_PLAN', { planId: data.planId }),
        ) ?? [{ type: 'ClassOpened', data }]
      );
    },
    CloseClass: ({ classId }, { phase }) => {
      if (phase === 'none') return reject('E_CLASS', { classId, phase });
      return phase === 'closed' ? [] : [{ type: 'ClassClosed', data: { classId } }];
    },
    TakeSeat: ({ classId, apprenticeshipId, enterprise }, { phase, opened, seats }) => {
      if (seats.includes(apprenticeshipId)) return [];
      if (phase !== 'open' || opened?.enterprise !== enterprise)
        return reject('E_CLASS', { classId, phase });
      if (seats.length >= opened.capacity)
        return reject('E_CAPACITY_CLASS', { taken: seats.length, capacity: opened.capacity });
      return [{ type: 'SeatTaken', data: { classId, apprenticeshipId } }];
    },
    FreeSeat: (data, { seats }) =>
      seats.includes(data.apprenticeshipId) ? [{ type: 'SeatFreed', data }] : [],
  }),
  evolve: evolveClass,
  subjects: (event, { opened }) => {
    const { enterprise, college } = event.type === 'ClassOpened' ? event.data : (opened ?? none);
    return [
      ...[enterprise, college].flatMap((id) => (id === undefined ? [] : [`organization-${id}`])),
      `class-${event.data.classId}`,
    ];
  },
});
const none = { enterprise: undefined, college: undefined };
