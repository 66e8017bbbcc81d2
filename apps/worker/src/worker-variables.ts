import { type Environment, readEnvironment, StartFailure } from '#process';
import { z } from 'zod';
import type { WorkerRole } from './roles/role.js';
import { roles } from './roles/roles.js';
import { serviceVariables, type ServiceVariables } from './service-variables.js';

const known = roles.map(({ name }) => name).join(', ');

const rolesVariable = z.string().transform((text, context): readonly WorkerRole[] => {
  const names = [...new Set(text.split(',').map((name) => name.trim()))].filter(Boolean);
  const unknown = names.filter((name) => !roles.some((role) => role.name === name));
  if (unknown.length === 0 && names.length > 0)
    return roles.filter(({ name }) => names.includes(name));
  context.addIssue(
    unknown.length > 0
      ? `names no role with ${unknown.join(', ')}; there are ${known}`
      : `must name one or more of ${known}`,
  );
  return z.NEVER;
});

export interface WorkerConfiguration {
  readonly service: ServiceVariables;
  readonly roles: readonly WorkerRole[];
  /** The variables of the roles. */
  readonly environment: Readonly<Record<string, unknown>>;
}

/**
 * What a worker needs: `WORKER_ROLES`, the variables of every service, and those of the roles that it names. Throws `StartFailure`
 * with one line that names every variable that is missing or wrong.
 */
export const readWorkerConfiguration = (environment: Environment): WorkerConfiguration => {
  const variables = workerVariables.extend(shapeOf(rolesIn(environment)));
  const { WORKER_ROLES, ...rest } = readEnvironment(variables, environment) as z.infer<
    typeof workerVariables
  >;
  for (const role of WORKER_ROLES) role.check?.(rest);
  return { service: rest, roles: WORKER_ROLES, environment: rest };
};

/** Those of every worker, whatever its roles. */
export const workerVariables = serviceVariables.extend({ WORKER_ROLES: rolesVariable });

/** A variable that one role can do without and another needs is needed. */
const shapeOf = (chosen: readonly WorkerRole[]): Readonly<Record<string, z.ZodType>> => {
  const entries = chosen.flatMap((role) => Object.entries<z.ZodType>(role.environment.shape));
  const needed = entries.filter(([, schema]) => !(schema instanceof z.ZodOptional));
  return { ...Object.fromEntries(entries), ...Object.fromEntries(needed) };
};

/** The roles whose variables count; none when the list itself is wrong, which is then told with all else. */
const rolesIn = (environment: Environment): readonly WorkerRole[] => {
  try {
    const chosen = z.object({ WORKER_ROLES: rolesVariable });
    return readEnvironment(chosen, environment).WORKER_ROLES;
  } catch (error) {
    if (error instanceof StartFailure) return [];
    throw error;
  }
};
