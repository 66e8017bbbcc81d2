import type { JWK } from 'jose';
import { z } from 'zod';
import { StartFailure } from './start-failure.js';

/** Environment variables that are set but empty count as not set: that is how compose files and shells leave things out. */
const optional = <T extends z.ZodType>(schema: T) =>
  z.preprocess((value) => (value === '' ? undefined : value), schema.optional());

const levels = ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'] as const;
export type LogLevel = (typeof levels)[number];

const Environment = z.object({
  DATABASE_URL: optional(
    z.url({
      protocol: /^postgres(?:ql)?$/,
      error: 'must be a URL like postgres://user:password@host:5432/database',
    }),
  ),
  DATA_DIR: optional(z.string()).transform((value) => value ?? '.data'),
  PORT: optional(
    z.coerce
      .number({ error: 'must be a number' })
      .int()
      .min(0)
      .max(65_535, { error: 'must be at most 65535' }),
  ).transform((value) => value ?? 3000),
  VAULT_KEY: optional(
    z
      .string()
      .regex(/^[0-9a-f]{64}$/i, { error: 'must be 64 hexadecimal digits (openssl rand -hex 32)' }),
  ),
  LOG_LEVEL: optional(z.enum(levels, { error: `must be one of ${levels.join(', ')}` })).transform(
    (value) => value ?? 'warn',
  ),
  DEMO: optional(z.enum(['on', 'off'], { error: 'must be on or off' })).transform(
    (value) => value ?? 'on',
  ),
  TOKEN_ISSUER: optional(z.string()),
  TOKEN_AUDIENCE: optional(z.string()),
  TOKEN_KEYS: optional(
    z.string().transform((text, context) => {
      const keys = KeySet.safeParse(parsed(text));
      if (keys.success) return keys.data.keys satisfies readonly JWK[];
      context.addIssue(
        'must be a JSON Web Key Set of public Ed25519 keys: {"keys":[{"kty":"OKP",…}]}',
      );
      return z.NEVER;
    }),
  ),
});

const PublicKey = z
  .looseObject({ kty: z.literal('OKP'), crv: z.literal('Ed25519'), x: z.string() })
  .refine((key) => !('d' in key));
const KeySet = z.object({ keys: z.array(PublicKey).min(1) });

/** Whose tokens are believed, when it is not the development issuer's. */
export interface TokenSource {
  readonly issuer: string;
  readonly audience: string;
  readonly keys: readonly JWK[];
}

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
  readonly vaultKey: string;
  readonly tokens: TokenSource;
}
export type Configuration = EmbeddedConfiguration | ServiceConfiguration;

/** Throws `StartFailure` naming every variable that is missing or wrong. Without `DATABASE_URL` no variable is needed at all. */
export const readConfiguration = (
  environment: Readonly<Record<string, string | undefined>>,
): Configuration => {
  const read = Environment.safeParse(environment);
  if (!read.success) {
    const wrong = read.error.issues.map(({ path, message }) => `${path.join('.')} ${message}`);
    throw new StartFailure(`Wrong configuration: ${wrong.join('; ')}.`);
  }
  const { DATABASE_URL, DATA_DIR, PORT: port, VAULT_KEY, LOG_LEVEL: logLevel, DEMO } = read.data;
  const common = { port, logLevel };
  const tokens = tokensFrom(read.data);
  if (DATABASE_URL === undefined)
    return {
      ...{ ...common, mode: 'embedded', tokens },
      ...{ dataDirectory: DATA_DIR, vaultKey: VAULT_KEY, demo: DEMO === 'on' },
    };
  if (VAULT_KEY === undefined || tokens === undefined)
    throw new StartFailure(
      `Wrong configuration: with DATABASE_URL, ${[
        ...(VAULT_KEY === undefined ? ['VAULT_KEY (openssl rand -hex 32)'] : []),
        ...(tokens === undefined ? ['TOKEN_ISSUER, TOKEN_AUDIENCE and TOKEN_KEYS'] : []),
      ].join(' and ')} must be set as well.`,
    );
  return { ...common, mode: 'services', databaseUrl: DATABASE_URL, vaultKey: VAULT_KEY, tokens };
};

const tokensFrom = ({
  TOKEN_ISSUER: issuer,
  TOKEN_AUDIENCE: audience,
  TOKEN_KEYS: keys,
}: z.infer<typeof Environment>): TokenSource | undefined => {
  if (issuer && audience && keys) return { issuer, audience, keys };
  if (issuer || audience || keys)
    throw new StartFailure(
      'Wrong configuration: TOKEN_ISSUER, TOKEN_AUDIENCE and TOKEN_KEYS are set together or not at all.',
    );
  return undefined;
};

const parsed = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    // Not JSON is not a key set either.
    return undefined;
  }
};
