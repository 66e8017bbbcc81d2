import type { Day, Evidence, Message, PersonActor } from '#kernel';

/** One command that the simulation sends, under a name that never changes: its command id is derived from it. */
export interface Act {
  readonly name: string;
  readonly actor: PersonActor;
  readonly category: string;
  readonly command: Message;
  readonly evidence?: readonly Evidence[];
  /** The code it has to be refused with; without it, it has to be accepted. */
  readonly refused?: string;
}

/** A command over a whole session, sent as one sheet. */
export interface SheetAct {
  readonly name: string;
  readonly actor: PersonActor;
  readonly sheet: Message;
}

/** The same command for many, sent as one batch. */
export interface ManyAct {
  readonly name: string;
  readonly actor: PersonActor;
  readonly lines: readonly {
    readonly category: string;
    readonly command: Message;
    readonly label: string;
  }[];
}
export type Step = Act | SheetAct | ManyAct;

/** Steps that follow each other. */
export type Chain = readonly Step[];

/** Three moments of a simulated day: what happens at the later rests on what happened at the earlier. */
export const hours = ['morning', 'afternoon', 'evening'] as const;
export type Hour = (typeof hours)[number];

/** Chains that touch no stream in common, so that they may run side by side and still leave the same data behind. */
export interface Wave {
  readonly day: Day;
  readonly hour: Hour;
  /** Waves of one lane run in their order; lanes of one hour run side by side. */
  readonly lane: string;
  /** Made when they are due, so that a long story takes little room before. */
  readonly chains: () => readonly Chain[];
}

/** An act that has to be accepted. */
export const act = (name: string, actor: PersonActor, category: string, command: Message): Act => ({
  name,
  actor,
  category,
  command,
});

/** An attempt that has to be refused with `code`. */
export const attempt = (
  code: string,
  name: string,
  actor: PersonActor,
  [category, command]: readonly [category: string, command: Message],
): Act => ({ name: `${name}:attempt:${code}`, actor, category, command, refused: code });
