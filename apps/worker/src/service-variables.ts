import { hostname } from 'node:os';
import { host, key256, logLevel, milliseconds, optional, port, postgresUrl } from '#process';
import { z } from 'zod';

/** Of an event store that some adapter may take; `openStore` says what a particular one lacks. */
export const eventStoreUrl = z.url({
  protocol: /^(?:postgres(?:ql)?|esdb(?:\+discover)?)$/,
  error: 'must be a URL like esdb://host:2113, or the same as DATABASE_URL',
});

/** What every process of a deployment needs: where its data are, the vault's key, and how it lives and ends. */
export const serviceVariables = z.object({
  DATABASE_URL: postgresUrl,
  EVENT_STORE_URL: optional(eventStoreUrl),
  VAULT_KEY: key256,
  LOG_LEVEL: logLevel,
  INSTANCE: optional(z.string()).transform((value) => value ?? hostname()),
  HOST: host,
  HEALTH_PORT: port(3001),
  SHUTDOWN_DELAY_MS: milliseconds(0),
  SHUTDOWN_LIMIT_MS: milliseconds(25_000),
});
export type ServiceVariables = z.infer<typeof serviceVariables>;
