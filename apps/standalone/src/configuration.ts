import {
  key256,
  logLevel,
  optional,
  port,
  postgresUrl,
  readEnvironment,
  StartFailure,
  type Environment,
  type LogLevel,
} from '#process';
import { z } from 'zod';
import {
  tokenSourceFrom,
  tokenVariables,
  type TokenSource,
} from '../../gateway/src/token-variables.js';
import { eventStoreUrl } from '../../worker/src/service-variables.js';

const variables = z.object({
  DATABASE_URL: optional(postgresUrl),
  EVENT_STORE_URL: optional(eventStoreUrl),
  DATA_DIR: optional(z.string()).transform((value) => value ?? '.data'),
  PORT: port(3000),
  VAULT_KEY: optional(key256),
  LOG_LEVEL: logLevel,
  DEMO: optional(z.enum(['on', 'off'], { error: 'must be on or off' })).transform(
    (value) => value ?? 'on',
  ),
  ...tokenVariables.shape,
  TOKEN_ISSUER: optional(z.string()),
  TOKEN_AUDIENCE: optional(z.string()),
});

interface Common {
  /** On 127.0.0.1; 0 takes any free one. */
  readonly port: number;
  readonly logLevel: LogLevel;
}
export interface EmbeddedConfiguration extends Common {
  readonly mode: 'embedded';
  readonly dataDirectory: string;
  /** 32 bytes as hex, when it is not to be kept with the data. */
  readonly vaultKey: string | undefined;
  readonly tokens: TokenSource | undefined;
  /** Whether an empty store is filled with demo data. */
  readonly demo: boolean;
}
export interface ServiceConfiguration extends Common {
  readonly mode: 'services';
  readonly databaseUrl: string;
  /** Where the events are, if not in the database. */
  readonly eventStoreUrl: string | undefined;
  readonly vaultKey: string;
  readonly tokens: TokenSource;
}
export type Configuration = EmbeddedConfiguration | ServiceConfiguration;

/** Throws `StartFailure` naming every variable that is missing or wrong. Without `DATABASE_URL` no variable is needed at all. */
export const readConfiguration = (environment: Environment): Configuration => {
  const read = readEnvironment(variables, environment);
  const { DATABASE_URL, EVENT_STORE_URL, DATA_DIR, PORT, VAULT_KEY, LOG_LEVEL, DEMO } = read;
  const common = { port: PORT, logLevel: LOG_LEVEL };
  const tokens = tokensFrom(read);
  if (DATABASE_URL === undefined) {
    if (EVENT_STORE_URL !== undefined)
      throw new StartFailure(
        'Wrong configuration: with EVENT_STORE_URL, DATABASE_URL must be set as well, for the views and the vault.',
      );
    return {
      ...{ ...common, mode: 'embedded', tokens },
      ...{ dataDirectory: DATA_DIR, vaultKey: VAULT_KEY, demo: DEMO === 'on' },
    };
  }
  if (VAULT_KEY === undefined || tokens === undefined)
    throw new StartFailure(
      `Wrong configuration: with DATABASE_URL, ${[
        ...(VAULT_KEY === undefined ? ['VAULT_KEY (openssl rand -hex 32)'] : []),
        ...(tokens === undefined ? ['TOKEN_ISSUER, TOKEN_AUDIENCE and TOKEN_KEYS'] : []),
      ].join(' and ')} must be set as well.`,
    );
  const places = { databaseUrl: DATABASE_URL, eventStoreUrl: EVENT_STORE_URL };
  return { ...common, mode: 'services', ...places, vaultKey: VAULT_KEY, tokens };
};

const tokensFrom = (read: z.infer<typeof variables>): TokenSource | undefined => {
  const { TOKEN_ISSUER, TOKEN_AUDIENCE, TOKEN_KEYS, TOKEN_JWKS_URL, TOKEN_CLAIMS } = read;
  if (TOKEN_ISSUER === undefined && TOKEN_AUDIENCE === undefined) {
    if (TOKEN_KEYS ?? TOKEN_JWKS_URL ?? TOKEN_CLAIMS) throw incomplete();
    return undefined;
  }
  if (TOKEN_ISSUER === undefined || TOKEN_AUDIENCE === undefined) throw incomplete();
  const source = tokenSourceFrom({ ...read, TOKEN_ISSUER, TOKEN_AUDIENCE });
  if (typeof source === 'string') throw new StartFailure(`Wrong configuration: ${source}.`);
  return source;
};

const incomplete = () =>
  new StartFailure(
    'Wrong configuration: TOKEN_ISSUER, TOKEN_AUDIENCE and TOKEN_KEYS (or TOKEN_JWKS_URL) are set together or not at all.',
  );
