import type { Logger } from 'pino';
import type { z } from 'zod';
import type { Platform } from '../platform.js';

/** The two ways to run the platform on several machines: on PostgreSQL alone, or with EventStoreDB and Kafka. */
export type Deployment = 'services' | 'cluster';

export interface RoleHealth {
  /**
   * `running`: it does its work. `standing-by`: another process does it, and this one takes over when that one falls silent.
   * `behind`: it cannot go on for a reason that may pass, and tries again. `stopped`: it stands still until people act.
   */
  readonly state: 'running' | 'standing-by' | 'behind' | 'stopped';
  /** One line without an address and without data: anybody may read it. */
  readonly detail?: string;
}

export interface RunningRole {
  health(): RoleHealth;
  /** Finishes what is in hand, then ends. */
  stop(): Promise<void>;
}

/** What a role is given: the platform is the caller's to close, after the role has stopped. */
export interface Surroundings<E> {
  readonly platform: Platform;
  readonly log: Logger;
  readonly environment: E;
}

/**
 * A part of the worker's work that may run in a process of its own, any number of times: of several copies each piece of work is done
 * by one, or done so that a repeat has no effect. In the list `roles.ts` it joins `WORKER_ROLES`, and a test asks for it in the compose
 * file and in the chart.
 */
export interface WorkerRole<E extends z.ZodObject = z.ZodObject> {
  /** As `WORKER_ROLES` and the names of its services have it: lower case and hyphens. */
  readonly name: string;
  /** One sentence for people, with a full stop. */
  readonly summary: string;
  /** Where it has work to do. */
  readonly deployments: readonly Deployment[];
  /** The variables it needs beyond the platform's. */
  readonly environment: E;
  /** Throws `StartFailure`, in one line, for variables that are each right and do not go together. */
  check?(environment: z.infer<E>): void;
  /** Resolves when it is at work or trying to; lost connections are its own business. Rejects with `StartFailure`. */
  start(at: Surroundings<z.infer<E>>): RunningRole | Promise<RunningRole>;
}
