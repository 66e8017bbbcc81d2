import { StoreUnavailable } from '../port.js';

/**
 * The work's answer, or `StoreUnavailable` when there is none after so many milliseconds. The work goes on, and nobody hears of its
 * end.
 */
export const within = <T>(milliseconds: number, work: Promise<T>): Promise<T> =>
  new Promise((resolve, reject) => {
    const late = () =>
      reject(new StoreUnavailable(`event store did not answer in ${String(milliseconds)} ms`));
    const timer = setTimeout(late, milliseconds);
    work.then(resolve, reject).finally(() => clearTimeout(timer));
  });
