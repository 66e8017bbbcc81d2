import type { Pool } from '#postgres';
import type { EventStore } from '#event-store';
import type { Instant, Position } from '#kernel';

/** One thing that is not as the events say. Names places and fields, never values: safe to print and to log. */
export type Finding =
  | {
      readonly kind: 'row-changed';
      readonly table: string;
      readonly key: string;
      readonly fields: readonly string[];
    }
  | { readonly kind: 'row-missing'; readonly table: string; readonly key: string }
  | { readonly kind: 'row-extra'; readonly table: string; readonly key: string }
  /** More differences in this table than were named. */
  | { readonly kind: 'rows-more'; readonly table: string; readonly count: number }
  /** A row that waits behind an event that did not go through: retry it, or discard the event. */
  | {
      readonly kind: 'parked';
      readonly table: string;
      readonly key: string;
      readonly position: Position;
      readonly detail: string;
    }
  /** An event that its view cannot fold, met while folding anew. */
  | {
      readonly kind: 'poison';
      readonly table: string;
      readonly position: Position;
      readonly detail: string;
    }
  /** An event that is left out of a view on record: told, but no difference. */
  | { readonly kind: 'discarded'; readonly table: string; readonly event: string }
  /** A rule refused what a reaction sent: told, but no difference. What it left undone is one, where it left anything. */
  | {
      readonly kind: 'refused';
      readonly reaction: string;
      readonly event: string;
      readonly position: Position;
      readonly command: string;
      readonly codes: readonly string[];
      readonly at: Instant;
    }
  /** Older refusals than those that were named. */
  | { readonly kind: 'refused-more'; readonly count: number }
  /** A view that has not been folded, stands on an error, or claims to have seen what the feed does not hold. */
  | { readonly kind: 'view-behind'; readonly table: string; readonly detail: string }
  /** Positions between these two are missing from the feed, or out of order. */
  | { readonly kind: 'position-gap'; readonly after: Position; readonly before: Position }
  /** Something is wrong with one event. */
  | {
      readonly kind:
        'revision-gap' | 'unknown-category' | 'schema' | 'fold' | 'based-on' | 'clock' | 'event-id';
      readonly stream: string;
      readonly revision: number;
      readonly position: Position;
      readonly detail: string;
    }
  /** What an additional check says: a dangling reservation, for example. */
  | {
      readonly kind: 'check';
      readonly check: string;
      readonly subject: string;
      readonly detail: string;
    };

/** Whether something is not as the events say, as opposed to what is told for completeness. */
export const isDifference = ({ kind }: Finding): boolean => !toldOnly.has(kind);

const toldOnly: ReadonlySet<Finding['kind']> = new Set(['discarded', 'refused', 'refused-more']);

/** How a long verification tells where it is. `done` counts events. */
export interface Progress {
  readonly phase: string;
  readonly done: number;
}
/** Must not throw. Called once for each batch. */
export type OnProgress = (progress: Progress) => void;

/** What a check may use. It must not write. */
export interface CheckContext {
  readonly store: EventStore;
  readonly pool: Pool;
  readonly onProgress?: OnProgress;
}

/** Something else that must hold, known to those who give it. Must work in bounded memory and yield what it finds as it goes. */
export interface Check {
  readonly name: string;
  run(context: CheckContext): AsyncIterable<Finding>;
}

/** One line for people. */
export const describeFinding = (finding: Finding): string => {
  switch (finding.kind) {
    case 'row-changed':
      return `${finding.table}: row ${finding.key} differs in ${finding.fields.join(', ')}`;
    case 'row-missing':
      return `${finding.table}: row ${finding.key} is missing`;
    case 'row-extra':
      return `${finding.table}: row ${finding.key} follows from no event`;
    case 'rows-more':
      return `${finding.table}: ${finding.count} more rows differ`;
    case 'parked':
      return `${finding.table}: row ${finding.key} waits since position ${finding.position}: ${finding.detail}`;
    case 'poison':
      return `${finding.table}: cannot be folded at position ${finding.position}: ${finding.detail}`;
    case 'discarded':
      return `${finding.table}: leaves out event ${finding.event}, discarded on record`;
    case 'refused':
      return `${finding.reaction}: ${finding.command} was refused with ${finding.codes.join(', ')} at ${finding.at}, after event ${finding.event}, position ${finding.position}`;
    case 'refused-more':
      return `${finding.count} more commands of reactions were refused before`;
    case 'view-behind':
      return `${finding.table}: ${finding.detail}`;
    case 'position-gap':
      return `the feed has a gap after ${finding.after}, before ${finding.before}`;
    case 'check':
      return `${finding.check}: ${finding.subject}: ${finding.detail}`;
    case 'revision-gap':
    case 'unknown-category':
    case 'schema':
    case 'fold':
    case 'based-on':
    case 'clock':
    case 'event-id':
      return `${finding.stream}@${finding.revision} (position ${finding.position}): ${finding.detail}`;
  }
};
