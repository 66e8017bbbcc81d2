/** How many events a read may answer at most; the default is 1,000. Throws `RangeError` for anything but 1 to 10,000. */
export const checkedLimit = (limit = 1_000): number => {
  if (!Number.isInteger(limit) || limit < 1 || limit > 10_000)
    throw new RangeError('limit must be from 1 to 10,000');
  return limit;
};
