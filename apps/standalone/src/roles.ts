import { eventStoreMigrations } from '#event-store';
import type { Issuer } from '#identity';
import { migrate, openPool } from '#postgres';
import type { TokenSource } from './configuration.js';

/** All that the roles need to know of where they run. */
export interface Surroundings {
  readonly databaseUrl: string;
  /** 32 bytes as hex. */
  readonly vaultKey: string;
  readonly tokens: TokenSource | Issuer;
  /** Signs tokens for the demo users; only in embedded mode, and only when no other issuer was configured. */
  readonly development: Issuer | undefined;
  /** On 127.0.0.1. */
  readonly port: number;
}

export interface RunningRoles {
  /** What a person should read first: addresses and tokens, one line each. */
  readonly greeting: readonly string[];
  /** Takes no new work, finishes what was begun, and lets go of every connection. */
  stop(): Promise<void>;
}

/** Migrates the database and starts every role in this process. Rejects when one cannot start; then none is left running. */
export const startRoles = async ({ databaseUrl }: Surroundings): Promise<RunningRoles> => {
  const pool = openPool(databaseUrl, { application: 'skilltrace-standalone' });
  try {
    await migrate(pool, eventStoreMigrations);
  } catch (error) {
    await pool.end();
    throw error;
  }
  return { greeting: ['SkillTrace is at work.'], stop: () => pool.end() };
};
