import { takeBack, type Begun } from '#process';
import type { RoleHealth, RunningRole, Surroundings, WorkerRole } from './role.js';

export interface RunningRoles {
  /** By name. */
  health(): readonly (readonly [name: string, health: RoleHealth])[];
  /** Stops all of them at once and waits for the last. */
  stop(): Promise<void>;
}

/** Starts roles on one platform, one after the other. Rejects when one cannot start; then none is left running. */
export const startRoles = async (
  roles: readonly WorkerRole[],
  { environment, ...at }: Surroundings<Readonly<Record<string, unknown>>>,
): Promise<RunningRoles> => {
  const running: (readonly [name: string, role: RunningRole])[] = [];
  const begun: Begun = [];
  try {
    for (const role of roles) {
      const started = await role.start({ ...at, environment });
      begun.push(() => started.stop());
      running.push([role.name, started]);
    }
  } catch (error) {
    await takeBack(begun);
    throw error;
  }
  return {
    health: () => running.map(([name, role]) => [name, role.health()] as const),
    stop: async () => {
      await Promise.all(running.map(([, role]) => role.stop()));
    },
  };
};
