import type { EventFilter, EventStore } from '#event-store';

/** One that follows the feed and notes what it hears. */
export interface Subscriber {
  readonly heard: readonly string[];
  /** Errors that ended it. */
  readonly failures: readonly string[];
  stop(): Promise<void>;
}

/** With `leavingAfter` it leaves after so many events and comes back at the position of the last, again and again. */
export const startSubscriber = (
  store: EventStore,
  filter: EventFilter = {},
  leavingAfter = Infinity,
): Subscriber => {
  const heard: string[] = [];
  const failures: string[] = [];
  const ending = new AbortController();
  const follow = async (): Promise<void> => {
    let position: string | undefined;
    while (!ending.signal.aborted) {
      let count = 0;
      for await (const { meta } of store.subscribe(position, filter, ending.signal)) {
        heard.push(meta.id);
        position = meta.position;
        count += 1;
        if (count >= leavingAfter) break;
      }
    }
  };
  const running = follow().catch((error: unknown) => void failures.push(String(error)));
  return {
    ...{ heard, failures },
    stop: async () => {
      ending.abort();
      await running;
    },
  };
};
