/** A statement in the form `pg` takes it. */
interface Statement {
  readonly text: string;
  readonly values?: unknown[];
  /** Prepared once per connection under this name. */
  readonly name?: string;
}

/** Longer than anything the store asks for takes, and than the lock of `es.append` is waited for. */
const answerWithin = 30_000;

/** The statement, given up when the server has not answered in time: the query rejects and its connection is thrown away. */
export const timed = (statement: Statement) => ({ ...statement, query_timeout: answerWithin });
