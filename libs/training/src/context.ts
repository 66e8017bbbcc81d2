import type { BoundedContext } from '#kernel';
import { activeApprenticeship } from './active-apprenticeship.js';
import { agreement } from './agreement.js';
import { apprenticeship } from './apprenticeship.js';
import { trainingClass } from './class.js';
import { hours } from './hours.js';
import { mentor } from './mentor.js';
import { partnerMessages } from './partner-messages.js';
import { plan } from './plan.js';
import { post } from './post.js';
import { hoursLedger } from './read/hours-ledger.js';
import { trainees } from './read/trainees.js';
import { whenApprenticeTakenOnThenSettle } from './react/when-apprentice-taken-on-then-settle.js';
import { whenPathEndsThenFreeThePerson } from './react/when-path-ends-then-free-the-person.js';
import { whenReservedThenSettle } from './react/when-reserved-then-settle.js';
import { whenSeatTakenThenSettle } from './react/when-seat-taken-then-settle.js';
import { whenTrainerBookedThenSettle } from './react/when-trainer-booked-then-settle.js';
import { recruitment } from './recruitment.js';
import { session } from './session.js';
import { sessionSheets } from './sheets.js';
import { trainerDay } from './trainer-day.js';

/** The path from proposal to completion, its hours, and what it needs: posts, calls, plans, classes, mentors, sessions. */
export const training: BoundedContext = {
  name: 'training',
  deciders: [
    activeApprenticeship,
    agreement,
    apprenticeship,
    hours,
    mentor,
    plan,
    post,
    recruitment,
    session,
    trainerDay,
    trainingClass,
  ],
  sheets: sessionSheets,
  projections: [hoursLedger, trainees],
  reactions: [
    whenApprenticeTakenOnThenSettle,
    whenPathEndsThenFreeThePerson,
    whenReservedThenSettle,
    whenSeatTakenThenSettle,
    whenTrainerBookedThenSettle,
  ],
  partnerMessages,
};
