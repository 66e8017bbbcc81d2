import { StartFailure } from '#process';
import { explainDatabaseError } from '../../../worker/src/index.js';
import { CommandFailure, exitCodes } from '../exit-codes.js';

/** Where a copy comes from or goes to, and the option that said so. */
export interface End {
  readonly option: string;
  readonly url: string;
}

/** Throws `CommandFailure`, with what the option has to say, where nothing said it. */
export const named = (option: string, url: string | undefined, must: string): End => {
  if (url !== undefined) return { option, url };
  throw new CommandFailure(`${option} ${must}.`, exitCodes.usage);
};

/** The line for people, naming the option, when a database is not what it should be; any other error comes back as it is. */
export const explainedDatabase = (error: unknown, { option, url }: End): unknown => {
  if (error instanceof CommandFailure) return error;
  const { code } = error as { code?: string };
  // No such schema, table, column or function.
  if (['3F000', '42P01', '42703', '42883'].includes(code ?? ''))
    return new CommandFailure(
      `The database of ${option} is not ready: run skilltrace migrate on it.`,
    );
  if (!url.startsWith('postgres') || !URL.canParse(url)) return error;
  const known = explainDatabaseError(error, url);
  if (!(known instanceof StartFailure)) return known;
  return new CommandFailure(known.message.replace('DATABASE_URL', option));
};

export const count = (figure: number): string => figure.toLocaleString('en');
