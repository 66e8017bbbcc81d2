import type { Position } from '#kernel';

/** The right of one relay to publish, and the place it has come to; `TailLease` of `#projections` is one. */
export interface RelayLease {
  /** Milliseconds of silence after which another may take over. */
  readonly leaseMs: number;
  /** Where publishing goes on, exclusive; undefined at the beginning. Of meaning only while the lease is held. */
  readonly position: Position | undefined;
  /** Takes it when nobody has it, shows life while it is ours. Answers whether it is. Rejects when the database is away. */
  keep(): Promise<boolean>;
  /** Rejects when it is not ours any more, or the database is away. */
  moveTo(position: Position, events: number): Promise<void>;
  /** After a failure: what became of it, the next `keep` asks the database. */
  doubt(): void;
  /** Lets go of it, so that another need not wait. */
  release(): Promise<void>;
}
