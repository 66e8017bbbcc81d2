import type { Position } from '#kernel';

/**
 * Something that keeps a view, a reaction or a request from going on. Never holds a payload, but `error` may: log its name and code
 * only. A `reason` quotes nothing and may be logged.
 */
export type Trouble =
  /** The database or the store is away, or refuses for a reason that may pass; tried again with growing pauses. */
  | { readonly kind: 'retrying'; readonly name?: string; readonly error: unknown }
  /** A view's code or table refused an event: it waits with the rows it touches, and the view goes on without them. */
  | { readonly kind: 'parked'; readonly name: string; readonly reason: string }
  /** It cannot go on past an event: it stands still until the next start. */
  | { readonly kind: 'stopped'; readonly name: string; readonly reason: string }
  /** What an operator asked for, by the id of its event, failed for a reason of its own, for the so manieth time; it is tried again. */
  | {
      readonly kind: 'failing';
      readonly name: string;
      readonly request: string;
      readonly times: number;
      readonly reason: string;
    }
  /**
   * It failed again and again and was passed over. A retry has changed nothing; of a discard `reason` says so when it is on record
   * and stands, and only what waits behind it waits on. Put right what it says, and ask for a retry.
   */
  | {
      readonly kind: 'given-up';
      readonly name: string;
      readonly request: string;
      readonly reason: string;
    }
  /** A feed delivered what nobody can read; it is read from the store instead. */
  | {
      readonly kind: 'unreadable';
      readonly partitions: readonly number[];
      readonly reason: string;
    }
  /**
   * A rule refused the command that a reaction sent for an event. It is written down, and the reaction goes on; told once that is done,
   * so a crash in between can leave it untold.
   */
  | {
      readonly kind: 'refused';
      readonly name: string;
      readonly event: string;
      readonly position: Position;
      readonly command: string;
      readonly codes: readonly string[];
    }
  /** Another process has taken it over; this one stands by. */
  | { readonly kind: 'relieved'; readonly name: string };
