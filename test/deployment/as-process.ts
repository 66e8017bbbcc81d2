import { randomBytes } from 'node:crypto';
import { buildProduct, type Built } from '../support/built.js';
import { freshDatabase, type FreshDatabase } from '../support/database.js';
import { startService, type Service } from '../support/service.js';
import { startTokenIssuer } from '../support/token-issuer.js';
import { environmentOf, imageEnvironment, ourServices, type ComposeService } from './compose.js';
import { atHome, type Substitutes } from './substitutes.js';

/** The product built, and servers for its services to meet. */
export interface Deployed {
  readonly built: Built;
  readonly database: FreshDatabase;
  readonly vaultKey: string;
  /** As its container would run it: the command, the image's environment, and what compose gives. */
  start(service: ComposeService, change?: Readonly<Record<string, string>>): Service;
  /** Ends every service and server. */
  close(): Promise<void>;
}

/** The services but the one that migrates. */
export const serving = ourServices.filter(([name]) => name !== 'migrate');
export const migrate = (): ComposeService => ourServices.find(([name]) => name === 'migrate')![1];
export const needsKafka = ({ environment = {} }: ComposeService): boolean =>
  'KAFKA_BROKERS' in environment;

/** `others` stand for servers besides PostgreSQL; without an event store of its own the events are in PostgreSQL too. */
export const deploy = async (
  others: Partial<Pick<Substitutes, 'eventStoreUrl' | 'kafkaBrokers'>> = {},
): Promise<Deployed> => {
  const [built, database, issuer] = await Promise.all([
    buildProduct(),
    freshDatabase(),
    startTokenIssuer(),
  ]);
  const vaultKey = randomBytes(32).toString('hex');
  const started: Service[] = [];
  const start: Deployed['start'] = (service, change = {}) => {
    const values = {
      ...{ POSTGRES_PASSWORD: 'any', VAULT_KEY: vaultKey },
      ...{ TOKEN_ISSUER: issuer.issuer, TOKEN_AUDIENCE: issuer.audience },
    };
    const { url } = database;
    const given = atHome(environmentOf(service, values), {
      ...{ databaseUrl: url, eventStoreUrl: url },
      ...others,
    });
    const running = startService({
      command: service.command ?? [],
      directory: built.directory,
      environment: { ...imageEnvironment(), ...given, ...change },
    });
    started.push(running);
    return running;
  };
  const close = async () => {
    for (const service of started) await service.kill();
    await issuer.stop();
    await database.drop();
    built.remove();
  };
  return { built, database, vaultKey, start, close };
};

/** Whether the container would be told healthy: by its own probe, in the environment it has. */
export const probed = (
  { built }: Pick<Deployed, 'built'>,
  service: ComposeService,
  running: Service,
): Promise<unknown> => {
  const port = /"port":(\d+),"msg":"health is told"/.exec(running.output())?.[1] ?? '';
  return startService({
    command: service.healthcheck?.test?.slice(1) ?? [],
    directory: built.directory,
    environment: { HEALTH_PORT: port },
  }).ended;
};
