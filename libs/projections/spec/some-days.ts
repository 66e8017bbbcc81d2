import type { EventStore } from '#event-store';
import { closed, record, spent } from './workshop.js';

/** Records so many days of seven trainees at three enterprises, with a closed round now and then. */
export const someDays = (store: EventStore) => {
  let turn = 0;
  return (count: number) =>
    record(
      store,
      ...Array.from({ length: count }, () => {
        turn += 1;
        return turn % 11 === 0
          ? closed('t1', `t${String(turn % 7)}`)
          : spent({
              trainee: `t${String(turn % 7)}`,
              enterprise: `e${String(turn % 3)}`,
              minutes: 1 + (turn % 9),
            });
      }),
    );
};
