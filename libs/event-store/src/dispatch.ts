import type {
  Actor,
  Day,
  Detail,
  Evidence,
  Instant,
  Message,
  Position,
  Reason,
  Recorded,
} from '#kernel';

/** What a caller may say beside the command itself. */
export interface Envelope {
  /** UUID. The same id with the same command gives the first answer again. Absent: one is made, and a repeat is a new command. */
  readonly commandId?: string | undefined;
  /** The day the act happened, when it is not today and the command's own data does not say. */
  readonly occurredOn?: Day | undefined;
  readonly evidence?: readonly Evidence[] | undefined;
  /** Id of the approval under which a late entry is recorded. */
  readonly lateApproval?: string | undefined;
  /** Decide and answer, but write nothing. */
  readonly preview?: boolean | undefined;
  readonly correlationId?: string | undefined;
  readonly causationId?: string | undefined;
  /** W3C traceparent. */
  readonly trace?: string | undefined;
}

/** An unmet rule as it is answered: with its clause, its words and the version of the rules that were used. */
export interface AnsweredReason extends Reason {
  readonly clause: string;
  readonly zh: string;
  readonly en: string;
  readonly rules?: string | undefined;
  /** Path of the offending field, for `E_INPUT`: `data.items.0.minutes`. */
  readonly path?: string | undefined;
  readonly detail: Detail;
}

/**
 * Decided and, unless it was a preview or there was nothing to say, durably recorded. The caller may wait for `position` to read its own
 * write. A repeat of the id gives the same events again.
 */
export interface Accepted {
  readonly outcome: 'accepted';
  readonly commandId: string;
  /** Absent in a preview, and when there was nothing to say and nothing is stored. */
  readonly position?: Position | undefined;
  readonly recordedAt?: Instant | undefined;
  readonly events: readonly (Message | Recorded<Message>)[];
}
/**
 * Refused by every rule named, the leading one first, and nothing was written. The same command may be sent again when its facts have
 * changed; `E_BUSY` alone says that rivals were in the way, and to send it again as it is.
 */
export interface Rejected {
  readonly outcome: 'rejected';
  readonly commandId: string;
  readonly reasons: readonly [AnsweredReason, ...AnsweredReason[]];
}
/**
 * The answer to one command. An error that is thrown instead is no answer: whether it was recorded is unknown, and the same id has to be
 * sent again.
 */
export type Outcome = Accepted | Rejected;

/** One line's own answer: `index` from 0 as it was sent, `label` as the caller called it. */
export interface BatchLine {
  readonly index: number;
  readonly label: string;
  readonly outcome: Outcome;
}
/**
 * The answers of all lines, in the order they were sent; `accepted` and `rejected` count them. A batch is not atomic: what was accepted
 * stays, and a repeat under the same id completes it.
 */
export interface BatchOutcome {
  readonly accepted: number;
  readonly rejected: number;
  /** The furthest position any line reached. */
  readonly position?: Position | undefined;
  readonly lines: readonly BatchLine[];
}

/** The one door to every decision. Rejects only with `StoreUnavailable`; all else is an `Outcome`. */
export interface Dispatcher {
  /** `command` is unchecked input `{ type, data }` for the decider of `category`. */
  dispatch(category: string, command: unknown, envelope: Envelope, actor: Actor): Promise<Outcome>;
  /** Lines are independent; each line's command id is derived from the envelope's and its index. */
  dispatchMany(
    lines: readonly {
      readonly category: string;
      readonly command: unknown;
      readonly label: string;
    }[],
    envelope: Envelope,
    actor: Actor,
  ): Promise<BatchOutcome>;
  /** A sheet (`LogSessionHours`): expanded to lines with facts from the store, then as `dispatchMany`. */
  dispatchSheet(
    command: unknown,
    envelope: Envelope,
    actor: Actor,
  ): Promise<BatchOutcome | Rejected>;
}
