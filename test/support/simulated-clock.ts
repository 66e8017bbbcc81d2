/** A clock that the test sets and that runs on from there as real time does, so that acts keep their order within a day. */
export interface SimulatedClock {
  readonly now: () => Date;
  /** A day (nine in the morning in Shanghai) or a moment; earlier than now is allowed, as clocks are set back too. */
  set(to: string): void;
  /** Moves by so many milliseconds, backwards when negative. */
  move(milliseconds: number): void;
  /** The civil date in Shanghai. */
  today(): string;
}

const shanghaiMs = 8 * 3_600_000;

export const simulatedClock = (start: string): SimulatedClock => {
  let ahead = 0;
  const now = () => new Date(Date.now() + ahead);
  const clock: SimulatedClock = {
    now,
    set: (to) => {
      const moment = Date.parse(to.length === 10 ? `${to}T09:00:00+08:00` : to);
      if (Number.isNaN(moment)) throw new Error(`${to} is neither a day nor a moment`);
      ahead = moment - Date.now();
    },
    move: (milliseconds) => void (ahead += milliseconds),
    today: () => new Date(now().getTime() + shanghaiMs).toISOString().slice(0, 10),
  };
  clock.set(start);
  return clock;
};
