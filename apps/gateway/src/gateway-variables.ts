import { milliseconds, port, readEnvironment, StartFailure, type Environment } from '#process';
import { z } from 'zod';
import { serviceVariables } from '../../worker/src/index.js';
import { tokenSourceFrom, tokenVariables, type TokenSource } from './token-variables.js';

/** Beside those that a process may do without, each must be set. */
export const gatewayVariables = z.object({
  ...serviceVariables.shape,
  ...tokenVariables.shape,
  PORT: port(3000),
  VIEWS_BEHIND_LIMIT_MS: milliseconds(60_000),
});

export interface GatewayConfiguration {
  readonly service: z.infer<typeof serviceVariables>;
  readonly tokens: TokenSource;
  readonly port: number;
  /** From when on views are too old for this gateway to be ready; 0 for never. */
  readonly viewsBehindLimitMs: number;
}

/** What a gateway needs. Throws `StartFailure` with one line that names every variable that is missing or wrong. */
export const readGatewayConfiguration = (environment: Environment): GatewayConfiguration => {
  const service = readEnvironment(gatewayVariables, environment);
  const tokens = tokenSourceFrom(service);
  if (typeof tokens === 'string') throw new StartFailure(`Wrong configuration: ${tokens}.`);
  return { service, tokens, port: service.PORT, viewsBehindLimitMs: service.VIEWS_BEHIND_LIMIT_MS };
};
