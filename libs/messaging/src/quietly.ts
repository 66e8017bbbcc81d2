/** For what is awaited later, or never when something else fails first: no rejection of it is unhandled. */
export const quietly = <T>(work: Promise<T>): Promise<T> => {
  work.catch(() => {
    // Met where it is awaited, or of no account.
  });
  return work;
};
