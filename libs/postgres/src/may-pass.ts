/** Sockets and names: nobody is there, or nobody is known by that name for now. */
const sockets = [
  ...['ECONNREFUSED', 'ECONNRESET', 'EPIPE', 'ENOENT', 'ETIMEDOUT', 'EHOSTUNREACH', 'ENETUNREACH'],
  ...['ENOTFOUND', 'EAI_AGAIN'],
];

/**
 * SQLSTATEs by which PostgreSQL speaks of its own state: connection (08), read-only after a failover, held up for too long inside a
 * transaction, rolled back (40), out of resources (53), lock not had, cancelled or shutting down (57), its system failing (58).
 */
const passing = /^(?:08|25006|25P03|40|53|55P03|57|58)/;

// By shape, not by class: an error of another realm (a socket's, under a test runner) is no instance of this one's `Error`.
const partsOf = (error: unknown) => {
  const { code, message } = (error ?? {}) as { code?: unknown; message?: unknown };
  return {
    code: typeof code === 'string' ? code : '',
    message: typeof message === 'string' ? message : '',
  };
};

/**
 * Whether an error says that the database cannot be reached or is going away, as opposed to a statement it refused. The caller
 * may try again on another connection; what a lost `commit` did is unknown.
 */
export const isUnreachable = (error: unknown): boolean => {
  const { code, message } = partsOf(error);
  if (/^(?:08|57P|53300)/.test(code) || sockets.includes(code)) return true;
  // The words count too: what hands an error on may leave its code behind.
  return /ECONNREFUSED|ECONNRESET|Connection terminated|timeout exceeded when trying to connect|Client was closed|not queryable/.test(
    message,
  );
};

/**
 * Whether what failed may succeed when it is done again as it is: the database was in the way – away, full, locked, stopped, just
 * changing hands – and not what it was asked. True for all that `isUnreachable`. The caller answers "not now" or tries again with
 * growing pauses, without end; whatever else fails will fail again, and is for people. The one place that tells the two apart.
 */
export const mayPass = (error: unknown): boolean => {
  const { code, message } = partsOf(error);
  return (
    isUnreachable(error) ||
    passing.test(code) ||
    /Query read timeout|after calling end on the pool/.test(message)
  );
};
