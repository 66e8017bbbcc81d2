import { setTimeout as sleep } from 'node:timers/promises';

/** How long a stream may go on that has been told to end: enough for a query or a mutation to finish its answer. */
const graceMs = 1_000;
/** After which a client that lost its stream should come back, to this process's successor. */
const retryMs = 1_000;

/** The code of RFC 6455's registry for a server that comes back, at which clients connect again by themselves. */
export const serviceRestart = { code: 1012, reason: `restarting; connect again in ${retryMs} ms` };

/**
 * An event stream that, once `closing` aborts, ends within a moment: with the time after which to connect again, and without the
 * message `complete`, which would tell the client that there is nothing more to come.
 *
 * Source: the field `retry` of HTML's server-sent events; `complete` of GraphQL over SSE.
 */
export async function* endingWith(
  stream: ReadableStream<Uint8Array>,
  closing: AbortSignal,
): AsyncGenerator<Uint8Array> {
  const reader = stream.getReader();
  const late = afterGrace(closing);
  try {
    for (;;) {
      const next = await Promise.race([reader.read(), late]);
      if (next === 'late') {
        yield new TextEncoder().encode(`retry: ${retryMs}\n\n`);
        return;
      }
      if (next.done) return;
      yield next.value;
    }
  } finally {
    // A stream whose source has failed is over already; what it failed with has been thrown above.
    await reader.cancel().catch(() => undefined);
  }
}

const afterGrace = async (closing: AbortSignal): Promise<'late'> => {
  if (!closing.aborted)
    await new Promise((resolve) => closing.addEventListener('abort', resolve, { once: true }));
  await sleep(graceMs, undefined, { ref: false });
  return 'late';
};
