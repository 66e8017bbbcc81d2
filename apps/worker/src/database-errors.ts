import { StoreUnavailable } from '#event-store';
import { isUnreachable, mayPass } from '#postgres';
import { StartFailure } from '#process';
import { VaultKeyError } from '#vault';

/** Whether the database or the store is away, or cannot serve now, and may come back by itself. */
export const isAway = (error: unknown): boolean =>
  error instanceof StoreUnavailable || mayPass(error);

/** The line for people when the database is not what it should be; any other error comes back as it is. */
export const explainDatabaseError = (error: unknown, databaseUrl: string): unknown => {
  const { hostname, port, pathname, username } = new URL(databaseUrl);
  const place = `${hostname}:${port || '5432'}`;
  const { code } = error as { code?: string };
  if (error instanceof VaultKeyError) return new StartFailure(error.message);
  if (code === '28P01' || code === '28000')
    return new StartFailure(
      `PostgreSQL at ${place} does not let ${username} in: check name and password in DATABASE_URL.`,
    );
  if (code === '3D000')
    return new StartFailure(
      `There is no database ${pathname.slice(1)} at ${place}: create it, or correct DATABASE_URL.`,
    );
  if (error instanceof StoreUnavailable || isUnreachable(error))
    return new StartFailure(
      `PostgreSQL at ${place} cannot be reached: start it, or correct DATABASE_URL.`,
    );
  if (mayPass(error))
    return new StartFailure(`PostgreSQL at ${place} cannot serve now: SQLSTATE ${code ?? 'none'}.`);
  return error;
};
