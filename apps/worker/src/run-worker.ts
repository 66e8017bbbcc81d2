import type { Environment, Finding, Life } from '#process';
import { openWhenReady } from './opening.js';
import type { RoleHealth } from './roles/role.js';
import { startRoles } from './roles/start-roles.js';
import { beAtWork, beginService } from './service.js';
import { readWorkerConfiguration } from './worker-variables.js';

/** Runs the roles of `WORKER_ROLES` as a process of their own until its life ends. */
export const runWorker = async (environment: Environment, life: Life): Promise<void> => {
  const { service, roles, environment: variables } = readWorkerConfiguration(environment);
  const begun = await beginService('worker', service, life);
  const { readiness, log } = begun;
  const platform = await openWhenReady(
    {
      databaseUrl: service.DATABASE_URL,
      eventStoreUrl: service.EVENT_STORE_URL,
      vaultKey: service.VAULT_KEY,
    },
    { readiness, log, stopping: life.stopping },
  );
  life.begun(() => platform.close());
  const running = await startRoles(roles, { platform, log, environment: variables });
  life.begun(() => running.stop());
  for (const [name] of running.health())
    readiness.set(name, () => findingOf(running.health().find(([role]) => role === name)?.[1]));
  beAtWork(begun, service, life);
  log.info({ roles: roles.map(({ name }) => name) }, 'the worker is at work');
};

/** Standing by is being ready: this process is here to take over. */
const findingOf = (health: RoleHealth | undefined): Finding => ({
  ok: health?.state === 'running' || health?.state === 'standing-by',
  says: [health?.state ?? 'stopped', ...(health?.detail ? [health.detail] : [])].join(': '),
});
