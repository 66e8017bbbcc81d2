import type { Message } from '#kernel';
import type { CertificatesEvent } from '#certificates/events';
import type { TrainingEvent } from '#training/events';

type Known = TrainingEvent | CertificatesEvent;
type Data<T extends Known['type']> = Extract<Known, { type: T }>['data'];

/** Something that is held for nothing, or needed and not held. Ids only. */
export interface Dangling {
  readonly subject: string;
  readonly detail: string;
}

interface Path {
  readonly person: string;
  readonly classId?: string;
  readonly mentor?: string;
  readonly phase: 'under-way' | 'completed' | 'ended';
}

type Taking = { readonly [T in Known['type']]?: (data: Data<T>) => void };

/**
 * What is reserved and what holds it, folded from the events of both in the order of the feed. Memory grows with what is held and
 * with the number of paths, sessions and certificates, not with the events.
 */
export class Reservations {
  readonly #paths = new Map<string, Path>();
  readonly #persons = new Map<string, string>();
  /** `class/path` and `mentor/path`. */
  readonly #seats = new Set<string>();
  readonly #places = new Set<string>();
  /** By session, as a booking is written. */
  readonly #sessions = new Map<string, string>();
  /** `trainer/day/session`. */
  readonly #bookings = new Set<string>();
  readonly #certificates = new Set<string>();
  readonly #revoked = new Set<string>();
  /** Certificate by `series/sequence`, and by `person/certificate`. */
  readonly #numbers = new Map<string, string>();
  readonly #levels = new Map<string, string>();

  take({ type, data }: Message): void {
    (this.#taking[type as Known['type']] as ((data: object) => void) | undefined)?.(data);
  }

  readonly #change = (id: string, part: Partial<Path>): void => {
    const path = this.#paths.get(id);
    if (path) this.#paths.set(id, { ...path, ...part });
  };
  readonly #end = ({ apprenticeshipId }: { readonly apprenticeshipId: string }): void =>
    this.#change(apprenticeshipId, { phase: 'ended' });

  readonly #taking: Taking = {
    ApprenticeshipProposed: ({ apprenticeshipId, person }) =>
      this.#paths.set(apprenticeshipId, { person, phase: 'under-way' }),
    ApprenticeEnrolledInClass: ({ apprenticeshipId, classId }) =>
      this.#change(apprenticeshipId, { classId }),
    MentorAssigned: ({ apprenticeshipId, mentor }) => this.#change(apprenticeshipId, { mentor }),
    MentorChanged: ({ apprenticeshipId, mentor }) => this.#change(apprenticeshipId, { mentor }),
    TrainingCompleted: ({ apprenticeshipId }) =>
      this.#change(apprenticeshipId, { phase: 'completed' }),
    EligibilityRefused: this.#end,
    ApprenticeshipWithdrawn: this.#end,
    ApprenticeshipTerminated: this.#end,
    ApprenticeshipEnded: this.#end,
    PersonReserved: ({ person, apprenticeshipId }) => this.#persons.set(person, apprenticeshipId),
    PersonReleased: ({ person }) => this.#persons.delete(person),
    SeatTaken: ({ classId, apprenticeshipId }) => this.#seats.add(`${classId}/${apprenticeshipId}`),
    SeatFreed: ({ classId, apprenticeshipId }) =>
      this.#seats.delete(`${classId}/${apprenticeshipId}`),
    ApprenticeTakenOn: ({ mentor, apprenticeshipId }) =>
      this.#places.add(`${mentor}/${apprenticeshipId}`),
    ApprenticeLetGo: ({ mentor, apprenticeshipId }) =>
      this.#places.delete(`${mentor}/${apprenticeshipId}`),
    SessionScheduled: ({ trainer, on, sessionId }) =>
      this.#sessions.set(sessionId, `${trainer}/${on}/${sessionId}`),
    SessionCancelled: ({ sessionId }) => this.#sessions.delete(sessionId),
    TrainerBooked: ({ trainer, on, sessionId }) =>
      this.#bookings.add(`${trainer}/${on}/${sessionId}`),
    TrainerFreed: ({ trainer, on, sessionId }) =>
      this.#bookings.delete(`${trainer}/${on}/${sessionId}`),
    TrainingCertificateIssued: ({ certificateId }) => this.#certificates.add(certificateId),
    CertificateNumbered: ({ certificateId }) => this.#certificates.add(certificateId),
    CertificateRevoked: ({ certificateId }) => this.#revoked.add(certificateId),
    TrainingNumberAllotted: ({ series, sequence, certificateId }) =>
      this.#numbers.set(`${series}/${String(sequence)}`, certificateId),
    LevelNumberAllotted: ({ series, sequence, certificateId }) =>
      this.#numbers.set(`${series}/${String(sequence)}`, certificateId),
    LevelHeld: ({ person, certificateId }) =>
      this.#levels.set(`${person}/${certificateId}`, certificateId),
    LevelNoLongerHeld: ({ person, certificateId }) =>
      this.#levels.delete(`${person}/${certificateId}`),
  };

  /** The events that say anything about reservations. */
  readonly types: readonly string[] = Object.keys(this.#taking);

  /** What is wrong after the last event, in no order. */
  *dangling(): Generator<Dangling> {
    yield* this.#ofPeople();
    for (const key of this.#seats)
      yield* this.#ofPath(
        key,
        'class',
        ({ classId, phase }, id) => phase !== 'ended' && classId === id,
      );
    for (const key of this.#places)
      yield* this.#ofPath(
        key,
        'mentor',
        ({ mentor, phase }, id) => phase === 'under-way' && mentor === id,
      );
    yield* this.#ofTrainers();
    yield* this.#ofPapers();
  }

  *#ofPeople(): Generator<Dangling> {
    for (const [person, id] of this.#persons) {
      const path = this.#paths.get(id);
      if (!path || path.phase === 'ended' || path.person !== person)
        yield said(`active-apprenticeship-${person}`, `taken for path ${id}, ${stateOf(path)}`);
    }
    for (const [id, path] of this.#paths)
      for (const lacking of this.#lacking(id, path)) yield said(`apprenticeship-${id}`, lacking);
  }

  *#lacking(id: string, { person, classId, mentor, phase }: Path): Generator<string> {
    if (phase === 'ended') return;
    if (this.#persons.get(person) !== id) yield `goes on, but person ${person} is not taken for it`;
    if (classId !== undefined && !this.#seats.has(`${classId}/${id}`))
      yield `goes on, but class ${classId} has no place for it`;
    if (phase === 'under-way' && mentor !== undefined && !this.#places.has(`${mentor}/${id}`))
      yield `goes on, but mentor ${mentor} has no place for it`;
  }

  *#ofTrainers(): Generator<Dangling> {
    for (const key of this.#bookings) {
      const [trainer = '', on = '', session = ''] = key.split('/');
      if (!this.#sessions.has(session))
        yield said(
          `trainer-day-${trainer}-${on}`,
          `booked by session ${session}, which is not held`,
        );
    }
    for (const [session, booking] of this.#sessions) {
      const [trainer = '', on = ''] = booking.split('/');
      if (!this.#bookings.has(booking))
        yield said(
          `session-${session}`,
          `stands, but trainer ${trainer} is not booked for it on ${on}`,
        );
    }
  }

  *#ofPath(
    key: string,
    kind: 'class' | 'mentor',
    holds: (path: Path, id: string) => boolean,
  ): Generator<Dangling> {
    const [id = '', apprenticeshipId = ''] = key.split('/');
    const path = this.#paths.get(apprenticeshipId);
    if (!path || !holds(path, id))
      yield said(`${kind}-${id}`, `holds a place for path ${apprenticeshipId}, ${stateOf(path)}`);
  }

  *#ofPapers(): Generator<Dangling> {
    for (const [number, certificate] of this.#numbers)
      if (!this.#certificates.has(certificate))
        yield said(
          `number ${number}`,
          `allotted to certificate ${certificate}, which is not there`,
        );
    for (const [key, certificate] of this.#levels) {
      const [person = ''] = key.split('/');
      if (!this.#certificates.has(certificate) || this.#revoked.has(certificate))
        yield said(
          `levels-held-${person}`,
          `held by certificate ${certificate}, which is not valid`,
        );
    }
  }
}

const said = (subject: string, detail: string): Dangling => ({ subject, detail });

const stateOf = (path: Path | undefined): string => {
  if (!path) return 'which is not there';
  return path.phase === 'under-way' ? 'which does not name it' : `which has ${path.phase}`;
};
