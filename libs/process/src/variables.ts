import { z } from 'zod';

const levels = ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'] as const;
/** Pino's levels, from the most to the least told. */
export type LogLevel = (typeof levels)[number];

/** A variable that may be left out. Set but empty counts as not set: that is how compose files and shells leave things out. */
export const optional = <T extends z.ZodType>(schema: T) =>
  z.preprocess((value) => (value === '' ? undefined : value), schema.optional());

/** Pino's levels; `warn` when it is not set. */
export const logLevel = optional(
  z.enum(levels, { error: `must be one of ${levels.join(', ')}` }),
).transform((value) => value ?? 'warn');

/** Where to listen: 0 to 65535, 0 for any free port. */
export const port = (preset: number) =>
  optional(
    z.coerce
      .number({ error: 'must be a number' })
      .int({ error: 'must be a whole number' })
      .min(0, { error: 'must be at least 0' })
      .max(65_535, { error: 'must be at most 65535' }),
  ).transform((value) => value ?? preset);

/** The address to listen at; the loopback unless something else is said, so that nothing is open to a network by accident. */
export const host = optional(
  z.union([z.ipv4(), z.ipv6()], { error: 'must be an IP address of this machine' }),
).transform((value) => value ?? '127.0.0.1');

/** Whole milliseconds up to an hour. */
export const milliseconds = (preset: number) =>
  optional(
    z.coerce
      .number({ error: 'must be a number of milliseconds' })
      .int({ error: 'must be a whole number of milliseconds' })
      .min(0, { error: 'must be at least 0' })
      .max(3_600_000, { error: 'must be at most 3600000' }),
  ).transform((value) => value ?? preset);

/** 32 bytes as hexadecimal digits. */
export const key256 = z
  .string()
  .regex(/^[0-9a-f]{64}$/i, { error: 'must be 64 hexadecimal digits (openssl rand -hex 32)' });

/** The URL of a PostgreSQL database. The message of a wrong one never repeats it. */
export const postgresUrl = z.url({
  protocol: /^postgres(?:ql)?$/,
  error: 'must be a URL like postgres://user:password@host:5432/database',
});
