import {
  reject,
  sheet,
  stateOf,
  type AnySheet,
  type Facts,
  type SheetLine,
  type StreamFact,
} from '#kernel';
import type { z } from 'zod';
import type { HoursCommand } from './hours-commands.js';
import { hoursView, type Entry, type Hours } from './hours-state.js';
import { sessionView, type Session } from './session-state.js';
import {
  ConfirmSessionHours,
  CorrectSession,
  LogSessionHours,
  ReverseSession,
} from './sheets-commands.js';

/** What a sheet over a session rests on: who attended, and the ledger of each. */
type SessionSheetFacts = {
  readonly session?: Session;
  /** Only when one session stands for another. */
  readonly replacement?: Session;
  /** Of each who attended, by the id of the path. */
  readonly [ledger: `ledger-${string}`]: Hours;
};
type Asked = {
  readonly [K in keyof SessionSheetFacts]?: StreamFact<SessionSheetFacts[K]> | undefined;
};

const sessionFacts = (
  { session, replacement }: { session: string; replacement?: string },
  found: Partial<SessionSheetFacts>,
): Asked => ({
  session: stateOf(sessionView, session),
  replacement: replacement === undefined ? undefined : stateOf(sessionView, replacement),
  ...Object.fromEntries(
    attendants(found.session).map((id) => [`ledger-${id}`, stateOf(hoursView, id)]),
  ),
});

const attendants = (session: Session | undefined): readonly string[] =>
  (session?.roster ?? []).map(({ apprenticeshipId }) => apprenticeshipId);

/**
 * The entry that a trainee has from a session: the one that stands, or the last that stood, so that a repeated sheet names the
 * same one again.
 */
const entryFrom = (session: string, ledger: Hours | undefined): Entry | undefined => {
  const made = (ledger?.entries ?? []).filter((entry) => entry.session === session);
  return made.find(({ standing }) => standing !== 'reversed') ?? made.at(-1);
};

/** A line for each who attended; one without an entry gets one that the ledger refuses, so that nobody is passed over in silence. */
const linesFor = (
  session: string,
  facts: SessionSheetFacts,
  id: Id,
  commandOf: (one: { apprenticeshipId: string; entry: string }) => HoursCommand,
): readonly SheetLine[] =>
  attendants(facts.session).map((apprenticeshipId) => {
    const found = entryFrom(session, facts[`ledger-${apprenticeshipId}`]);
    const entry = found?.entry ?? id(`none:${apprenticeshipId}`);
    return line(commandOf({ apprenticeshipId, entry }));
  });

const line = (command: HoursCommand): SheetLine => ({
  category: 'hours',
  command,
  label: command.data.apprenticeshipId,
});

const unheld = (session: string) => reject('E_SESSION', { session });

type Data<S extends z.ZodType<{ data: object }>> = z.infer<S>['data'];
type Id = (name: string) => string;

const logSession = sheet<Data<typeof LogSessionHours>, Facts>({
  schema: LogSessionHours,
  expand: ({ session, roster }, _facts, id) =>
    roster.map((attended) => {
      const entry = id(`${session}:${attended.apprenticeshipId}`);
      return line({ type: 'LogHours', data: { ...attended, session, entry } });
    }),
});

const confirmSession = sheet<Data<typeof ConfirmSessionHours>, SessionSheetFacts>({
  schema: ConfirmSessionHours,
  facts: sessionFacts,
  expand: ({ session }, facts, id) =>
    attendants(facts.session).length === 0
      ? unheld(session)
      : linesFor(session, facts, id, (data) => ({ type: 'ConfirmHours', data })),
});

const reverseSession = sheet<Data<typeof ReverseSession>, SessionSheetFacts>({
  schema: ReverseSession,
  facts: sessionFacts,
  expand: ({ session, reason }, facts, id) =>
    attendants(facts.session).length === 0
      ? unheld(session)
      : linesFor(session, facts, id, (one) => ({ type: 'ReverseHours', data: { ...one, reason } })),
});

const correctSession = sheet<Data<typeof CorrectSession>, SessionSheetFacts>({
  schema: CorrectSession,
  facts: sessionFacts,
  expand: (data, facts, id) => {
    if (attendants(facts.session).length === 0) return unheld(data.session);
    return facts.replacement?.standing === 'held'
      ? corrections(data, facts, facts.replacement, id)
      : unheld(data.replacement);
  },
});

/** Who was there all along has the hours of the right session instead, who was not loses them, who was passed over gets them. */
const corrections = (
  { session, replacement, reason }: Data<typeof CorrectSession>,
  facts: SessionSheetFacts,
  { roster }: Session,
  id: Id,
): readonly SheetLine[] => {
  const wrongly = attendants(facts.session);
  const present = new Map(roster.map((one) => [one.apprenticeshipId, one.checkIn]));
  const fresh = (apprenticeshipId: string) => id(`${replacement}:${apprenticeshipId}`);
  const corrected = linesFor(session, facts, id, (one) => {
    const checkIn = present.get(one.apprenticeshipId);
    if (checkIn === undefined) return { type: 'ReverseHours', data: { ...one, reason } };
    const instead = {
      reason,
      replacement: fresh(one.apprenticeshipId),
      session: replacement,
      checkIn,
    };
    return { type: 'CorrectHours', data: { ...one, ...instead } };
  });
  const missed = roster
    .filter(({ apprenticeshipId }) => !wrongly.includes(apprenticeshipId))
    .map(({ apprenticeshipId, checkIn }) => {
      const entry = fresh(apprenticeshipId);
      const data = { apprenticeshipId, entry, session: replacement, checkIn };
      return line({ type: 'LogHours', data });
    });
  return [...corrected, ...missed];
};

/** The acts over a whole session: what is done to one entry, done to that of everyone who attended. */
export const sessionSheets: readonly AnySheet[] = [
  logSession,
  confirmSession,
  reverseSession,
  correctSession,
];
