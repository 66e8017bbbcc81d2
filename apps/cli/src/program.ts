import { Command, InvalidArgumentError } from 'commander';
import {
  copyStore,
  digestStore,
  type CopyStoreOptions,
  type DigestOptions,
} from './commands/copy-store.js';
import { copyVaultOf, type CopyVaultOptions } from './commands/copy-vault.js';
import { history } from './commands/history.js';
import { replay, type ReplayOptions } from './commands/replay.js';
import {
  discard,
  listOfParked,
  retry,
  type DiscardOptions,
  type ParkedOptions,
  type RetryOptions,
} from './commands/parked.js';
import { migrateNow, reset, start, stop, type MigrateOptions } from './commands/running.js';
import { seed, type SeedOptions } from './commands/seed.js';
import { verify } from './commands/verify.js';
import { consoleOn, type Console } from './console.js';

const about = `
Works on the embedded data under DATA_DIR (.data), through the copy that runs on it or by itself, or on the database of
DATABASE_URL (with VAULT_KEY).

Examples:
  skilltrace start                        run everything; demo data on an empty store
  skilltrace history 440106200201010005   a trainee's timeline, by ID number
  skilltrace replay <trainee> --as-of 2026-03-01
  skilltrace verify --json                for scripts

Exit codes: 0 done; 1 could not be done (standard error says why, in one line); 2 not understood; 3 verify found
differences, a copy is not its original, or something is still parked; 4 there is nobody and nothing by that id or number; 130 interrupted.`;

const seedHelp = `
Examples:
  skilltrace seed                         the demo: 120 trainees at every stage
  skilltrace seed --trainees 10000        1.7 million events
A seed that was cut short goes on where it stopped when the same command is given again.`;

const historyHelp = `
<trainee> is the id of a person or of a path, or the number of an identity document; - reads it from standard input, which
keeps a number out of the shell's history.

Examples:
  skilltrace history 440106200201010005
  echo 440106200201010005 | skilltrace history -
  skilltrace history 5c1f0a9e-... --json`;

const replayHelp = `
A day means its end in Shanghai. What was corrected later shows as it was known then.

Examples:
  skilltrace replay <trainee> --as-of 2026-03-01
  skilltrace replay <trainee> --as-of 2026-03-01T09:00:00+08:00
  skilltrace replay <trainee> --position 4711 --json`;

const verifyHelp = `
Re-folds every stream, compares every view with a fresh fold, and looks for reservations that are held for nothing.
Names each difference on a line of its own and then ends with exit code 3. Rows that wait, parked, are differences; what is
discarded on record is told and is none.`;

const parkedHelp = `
An event that a view's code cannot take waits there with the rows it touches; all else goes on. Mend the code, then retry;
or discard the event from that view, for a reason: wrong-data, superseded or authority-order.

Examples:
  skilltrace parked list                              what waits, in all views
  skilltrace parked retry trainees_v1                 everything of a view
  skilltrace parked retry trainees_v1 --key <row>     what waits with one row
  skilltrace parked discard trainees_v1 <event> --reason superseded`;

const copyHelp = `
A store is postgres://…, esdb://… or esdb+discover://…; a PostgreSQL must be migrated. Without --from or --to the variables COPY_FROM
and COPY_TO say which, also as COPY_FROM_FILE and COPY_TO_FILE: a password on the command line can be seen by others.

The target must be empty, or hold what an earlier copy of this source left: it is carried on from there, however it ended. Kept
are stream, revision, id, type, data, metadata and moments; the old position goes into the metadata as copiedFrom. Nothing may
write to the target meanwhile. What the source receives meanwhile is taken along by another run.

Examples:
  skilltrace copy-store --from postgres://db/skilltrace --to 'esdb://node1,node2,node3?tls=true'
  skilltrace copy-store --verify          compare the digests of both at the end; 3 when they differ`;

const vaultHelp = `
For a move to another database: personal data and prose as they are, sealed; VAULT_KEY stays the one it was. Both must be migrated,
and nothing may write to the first any more. The target must keep nobody yet, or be what an earlier run left: all arrives, or nothing.
Without --from or --to the variables COPY_VAULT_FROM and COPY_VAULT_TO say which, also as …_FILE: a password on the command line can
be seen by others.

Examples:
  skilltrace copy-vault --from postgres://old/skilltrace --to postgres://new/skilltrace`;

const digestHelp = `
Over stream, revision, id, type, data, metadata and moment of every event in the order of the feed; not over positions, so that a
copy has the digest of its original.

Examples:
  skilltrace digest                       of the store of EVENT_STORE_URL, or of DATABASE_URL
  skilltrace digest --store esdb://node1 --json`;

const countOf = (text: string): number => {
  const count = Number(text);
  if (!Number.isInteger(count) || count < 1 || count > 200_000)
    throw new InvalidArgumentError('must be a whole number from 1 to 200000.');
  return count;
};

type Json = { readonly json?: true };
type Streams = Pick<NodeJS.Process, 'stdout' | 'stderr'>;

/** The command line. Errors of use are thrown as commander's own; whatever a command throws comes through. */
export const programFor = (streams: Streams): Command => {
  const program = new Command('skilltrace')
    .description(
      'Records, watches and replays the paths of apprentices. 产教评技能生态链全过程追溯',
    )
    .addHelpText('after', about)
    .showHelpAfterError('(skilltrace --help tells more)')
    .exitOverride();
  program
    .command('start')
    .description('run everything until Ctrl-C or skilltrace stop')
    .action(start);
  addKeeping(program, streams);
  addReading(program, streams);
  addParked(program, streams);
  addCopying(program, streams);
  return program;
};

const consoleFor = ({ stdout, stderr }: Streams, { json }: Json): Console =>
  consoleOn(stdout, stderr, json === true);

interface Described {
  readonly summary: string;
  readonly help?: string;
}
const add = (program: Command, name: string, { summary, help = '' }: Described): Command =>
  program
    .command(name)
    .description(summary)
    .option('--json', 'answer as JSON on standard output')
    .addHelpText('after', help);

/** Commands that change what is there. */
const addKeeping = (program: Command, streams: Streams): void => {
  add(program, 'stop', {
    summary: 'stop the copy that runs on this data, and wait for it',
  }).action((options: Json) => stop(consoleFor(streams, options)));
  add(program, 'reset', {
    summary: 'remove the embedded data and its keys; refuses while a copy runs',
  })
    .option('--yes', 'really remove them, for good')
    .action((options: Json & { readonly yes?: true }) =>
      reset(consoleFor(streams, options), options),
    );
  add(program, 'migrate', { summary: 'bring the database up to this release' })
    .option('--no-embedded', 'fail without DATABASE_URL rather than work on embedded data')
    .action((options: Json & MigrateOptions) => migrateNow(consoleFor(streams, options), options));
  add(program, 'seed', {
    summary: 'fill an empty store through the same commands as everyone’s',
    help: seedHelp,
  })
    .option('--trainees <count>', 'so many, most of them to the end of their path', countOf)
    .option('--demo', 'the demo (as without any option)')
    .action((options: Json & SeedOptions) => seed(consoleFor(streams, options), options));
};

/** Commands that only look. */
const addReading = (program: Command, streams: Streams): void => {
  add(program, 'history <trainee>', {
    summary: 'the timeline of a trainee',
    help: historyHelp,
  }).action((trainee: string, options: Json) => history(consoleFor(streams, options), trainee));
  add(program, 'replay <trainee>', {
    summary: 'what was known of a trainee at a moment',
    help: replayHelp,
  })
    .option('--as-of <time>', 'as recorded by this day or moment')
    .option('--position <position>', 'as recorded up to this position')
    .action((trainee: string, options: Json & ReplayOptions) =>
      replay(consoleFor(streams, options), trainee, options),
    );
  add(program, 'verify', {
    summary: 'check everything that is stored against the events',
    help: verifyHelp,
  }).action((options: Json) => verify(consoleFor(streams, options)));
};

/** What waits in the views, and what may be done with it. */
const addParked = (program: Command, streams: Streams): void => {
  const parked = program
    .command('parked')
    .description('events that views could not take: list, retry, discard')
    .addHelpText('after', parkedHelp);
  add(parked, 'list', { summary: 'what waits, and for which event', help: parkedHelp })
    .option('--view <view>', 'of one view only')
    .action((options: Json & ParkedOptions) => listOfParked(consoleFor(streams, options), options));
  add(parked, 'retry <view>', { summary: 'try what waits again, in order', help: parkedHelp })
    .option('--key <row>', 'what waits with this row only')
    .action((view: string, options: Json & RetryOptions) =>
      retry(consoleFor(streams, options), view, options),
    );
  add(parked, 'discard <view> <event>', {
    summary: 'leave an event out of a view for good, on record',
    help: parkedHelp,
  })
    .requiredOption('--reason <reason>', 'wrong-data, superseded or authority-order')
    .action((view: string, event: string, options: Json & DiscardOptions) =>
      discard(consoleFor(streams, options), [view, event], options),
    );
};

/** From one store or database to another. */
const addCopying = (program: Command, streams: Streams): void => {
  add(program, 'copy-store', {
    summary: 'copy every event from one store to another, or carry that on',
    help: copyHelp,
  })
    .option('--from <url>', 'the store to read')
    .option('--to <url>', 'the store to write')
    .option('--verify', 'compare the digests of both at the end')
    .action((options: Json & CopyStoreOptions) => copyStore(consoleFor(streams, options), options));
  add(program, 'copy-vault', {
    summary: 'copy personal data, sealed, from one database to another',
    help: vaultHelp,
  })
    .option('--from <url>', 'the database to read')
    .option('--to <url>', 'the database to write')
    .action((options: Json & CopyVaultOptions) =>
      copyVaultOf(consoleFor(streams, options), options),
    );
  add(program, 'digest', { summary: 'the digest of a whole store', help: digestHelp })
    .option('--store <url>', 'instead of the store of the environment')
    .action((options: Json & DigestOptions) => digestStore(consoleFor(streams, options), options));
};
