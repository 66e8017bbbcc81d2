import { reaction, stateOf, type Consequence, type Recorded } from '#kernel';
import { activeApprenticeship, type ActiveApprenticeship } from '../active-apprenticeship.js';
import { apprenticeshipView, type Apprenticeship } from '../apprenticeship-state.js';
import type { ActiveApprenticeshipEvent, ApprenticeshipEvent } from '../events.js';

type Touching =
  | ActiveApprenticeshipEvent
  | Extract<
      ApprenticeshipEvent,
      {
        type:
          | 'ApprenticeshipProposed'
          | 'EligibilityRefused'
          | 'ApprenticeshipWithdrawn'
          | 'ApprenticeshipTerminated'
          | 'ApprenticeshipEnded';
      }
    >;
type Both = { readonly path: Apprenticeship; readonly reservation: ActiveApprenticeship };

const personOf = (event: Recorded<Touching>): string =>
  'person' in event.data
    ? event.data.person
    : (event.meta.subjects[0] ?? '').replace(/^person-/, '');

/**
 * Makes the reservation of a person agree with the path, where a store cannot write two streams at once and the process may die
 * between the reservation, which goes first, and the path.
 *
 * A look that finds no path may come too early: the path's writer was only slow. So the release is not the last word. Every
 * event that begins or ends either side is followed by a look at both, and a look takes the person again when it finds a path
 * without its reservation. Let X be the last write to either stream: the look that X brings about comes after X, sees both sides
 * as they stay, and finds them in agreement or sends the one command that makes them agree – whose event, if there is one, brings
 * the next look. Since a path only ever begins once and ends once, this ends.
 *
 * What cannot be mended: a rival took the person between the early release and the late path. Then taking it again is refused by
 * E_DUPLICATE_ACTIVE, which the reactor writes down for people, as two paths of one person are for them to part. A store that
 * writes both streams in one unit never comes here.
 */
export const whenReservedThenSettle = reaction<Touching, Both>({
  name: 'when-reserved-then-settle',
  on: [
    'PersonReserved',
    'PersonReleased',
    'ApprenticeshipProposed',
    'EligibilityRefused',
    'ApprenticeshipWithdrawn',
    'ApprenticeshipTerminated',
    'ApprenticeshipEnded',
  ],
  after: 700,
  facts: (event) => ({
    path: stateOf(apprenticeshipView, event.data.apprenticeshipId),
    reservation: stateOf(activeApprenticeship, personOf(event)),
  }),
  react: (event, { path, reservation }): readonly Consequence[] => {
    const { apprenticeshipId } = event.data;
    const held = reservation.holder === apprenticeshipId;
    const active = path.phase !== 'none' && path.phase !== 'ended';
    if (held === active) return [];
    const type = active ? 'ReservePerson' : 'ReleasePerson';
    const data = { person: personOf(event), apprenticeshipId };
    return [{ category: 'active-apprenticeship', command: { type, data } }];
  },
});
