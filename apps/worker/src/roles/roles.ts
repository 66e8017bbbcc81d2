import { inboxRole } from './inbox.js';
import { projector } from './projector.js';
import { reactor } from './reactor.js';
import { relayRole } from './relay.js';
import type { Deployment, WorkerRole } from './role.js';

/** Every role there is. The one list that the worker, the compose file, the chart and their tests share. */
export const roles: readonly WorkerRole[] = [projector, reactor, relayRole, inboxRole];

/** Those that have work to do in a deployment. */
export const rolesOf = (deployment: Deployment): readonly WorkerRole[] =>
  roles.filter(({ deployments }) => deployments.includes(deployment));
