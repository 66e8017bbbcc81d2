// The relay's role in a process of its own, to be killed: DATABASE_URL, VAULT_KEY and the variables of Kafka say where.
import { pino } from 'pino';
import { openPlatform, relayRole } from '../../../apps/worker/src/index.js';

const platform = await openPlatform({
  databaseUrl: process.env['DATABASE_URL'] ?? '',
  vaultKey: process.env['VAULT_KEY'] ?? '',
});
const environment = relayRole.environment.parse(process.env);
await relayRole.start({ platform, log: pino({ level: 'warn' }), environment });
