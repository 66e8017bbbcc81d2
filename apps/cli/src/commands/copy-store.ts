import {
  copyEvents,
  CopyRefused,
  feedDigest,
  openCopySide,
  StoreUnavailable,
  type CopyProgress,
  type CopySide,
  type FeedDigest,
} from '#event-store';
import { optional, readEnvironment } from '#process';
import { z } from 'zod';
import type { Console } from '../console.js';
import { CommandFailure, exitCodes } from '../exit-codes.js';
import { count, explainedDatabase, named, type End } from './ends.js';

export interface CopyStoreOptions {
  readonly from?: string;
  readonly to?: string;
  readonly verify?: true;
}

export interface DigestOptions {
  readonly store?: string;
}

const places = z.object({ COPY_FROM: optional(z.string()), COPY_TO: optional(z.string()) });
const storePlaces = z.object({
  DATABASE_URL: optional(z.string()),
  EVENT_STORE_URL: optional(z.string()),
});

/** Copies every event of a store to another, or carries a copy on. Throws `CommandFailure`; with `differences` where `--verify` finds any. */
export const copyStore = async (console: Console, options: CopyStoreOptions): Promise<void> => {
  const { COPY_FROM, COPY_TO } = readEnvironment(places, process.env);
  const from = named('--from', options.from ?? COPY_FROM, whichStore('COPY_FROM'));
  const to = named('--to', options.to ?? COPY_TO, whichStore('COPY_TO'));
  if (from.url === to.url)
    throw new CommandFailure('--from and --to are the same store.', exitCodes.usage);
  await opened(from, (source) =>
    opened(to, async (target) => {
      const { taken, seconds } = await copied(console, source, target);
      console.say(
        `Copied ${count(taken)} events in ${String(seconds)} s; the target ends where the source does.`,
      );
      if (!options.verify) return console.result({ ok: true, taken, seconds });
      const digests = {
        from: await digested(console, 'the source', source),
        to: await digested(console, 'the target', target),
      };
      const ok = digests.from.digest === digests.to.digest;
      for (const [end, { digest, events }] of Object.entries(digests))
        console.say(`${end}: ${digest} over ${count(events)} events`);
      console.result({ ok, taken, seconds, digests });
      if (!ok)
        throw new CommandFailure(
          'The digests differ: the source went on meanwhile, or the target is not its copy.',
          exitCodes.differences,
        );
    }),
  );
};

/** Tells the digest of one store: `--store`, or the one of the environment. */
export const digestStore = async (console: Console, options: DigestOptions): Promise<void> => {
  const { DATABASE_URL, EVENT_STORE_URL } = readEnvironment(storePlaces, process.env);
  const url = options.store ?? EVENT_STORE_URL ?? DATABASE_URL;
  await opened(
    named('--store', url, whichStore('EVENT_STORE_URL or DATABASE_URL')),
    async (store) => {
      const told = await digested(console, 'the store', store);
      console.say(`${told.digest} over ${count(told.events)} events`);
      console.result(told);
    },
  );
};

const whichStore = (variable: string): string =>
  `must say which store: postgres://… or esdb://… (or set ${variable})`;

const copied = async (console: Console, source: CopySide, target: CopySide) => {
  const begun = performance.now();
  const seconds = () => Math.round((performance.now() - begun) / 100) / 10;
  const [last] = await source.tail(1);
  const line = ({ taken, position }: CopyProgress) =>
    `copying: ${count(taken)} events, ${count(Math.round(taken / Math.max(seconds(), 0.1)))} a second, at position ${position ?? '0'} of ${last?.position ?? '0'}`;
  const onProgress = (progress: CopyProgress) => console.progress(() => line(progress));
  const { taken } = await copyEvents(source, target, { onProgress });
  return { taken, seconds: seconds() };
};

const digested = (console: Console, which: string, side: CopySide): Promise<FeedDigest> =>
  feedDigest(side, (events) =>
    console.progress(() => `digest of ${which}: ${count(events)} events`),
  );

/** Runs `work` with the store open; what it or the opening fails with becomes a line that names the option. */
const opened = async <T>(
  { option, url }: End,
  work: (side: CopySide) => Promise<T>,
): Promise<T> => {
  let side: CopySide | undefined;
  try {
    side = await openCopySide(url);
  } catch (error) {
    throw explained(error, { option, url });
  }
  try {
    return await work(side);
  } catch (error) {
    throw explained(error, { option, url });
  } finally {
    await side.close();
  }
};

const explained = (error: unknown, end: End): unknown => {
  if (error instanceof CopyRefused) return new CommandFailure(error.message);
  if (error instanceof StoreUnavailable)
    return new CommandFailure(`${error.message}. Given again, the same command carries on.`);
  const { name, message } = error as { name?: string; message: string };
  if (error instanceof TypeError)
    return new CommandFailure(`${end.option} ${message}.`, exitCodes.usage);
  if (name === 'EventStoreUrlError')
    return new CommandFailure(
      `${message.replace('EVENT_STORE_URL', end.option)}.`,
      exitCodes.usage,
    );
  return explainedDatabase(error, end);
};
