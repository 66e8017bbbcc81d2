import { verifier, type TokenKeys } from '#identity';
import type { Environment, Finding, Life } from '#process';
import {
  beAtWork,
  beginService,
  contexts,
  explainListening,
  openWhenReady,
} from '../../worker/src/index.js';
import { createGateway } from './gateway.js';
import { readGatewayConfiguration } from './gateway-variables.js';
import { readProviders, whereaboutsFrom } from './queries/providers.js';
import { trustIn } from './token-variables.js';
import { viewsWithin } from './views-within.js';

/** Runs the API as a process of its own until its life ends. */
export const runGateway = async (environment: Environment, life: Life): Promise<void> => {
  const { service, tokens, port, viewsBehindLimitMs } = readGatewayConfiguration(environment);
  const begun = await beginService('gateway', service, life);
  const { readiness, log } = begun;
  const trust = trustIn(tokens);
  life.begun(() => trust.keys.close());
  readiness.set('keys', () => keysAnswer(trust.keys));
  const platform = await openWhenReady(
    {
      databaseUrl: service.DATABASE_URL,
      eventStoreUrl: service.EVENT_STORE_URL,
      vaultKey: service.VAULT_KEY,
    },
    { readiness, log, stopping: life.stopping },
  );
  life.begun(() => platform.close());
  if (viewsBehindLimitMs > 0) readiness.set('views', viewsWithin(platform, viewsBehindLimitMs));
  const gateway = await createGateway({
    ...{ store: platform.store, dispatcher: platform.dispatcher, contexts, log, readiness },
    providers: readProviders(platform, contexts),
    whereabouts: whereaboutsFrom(platform),
    verify: verifier(trust),
    ...{ port, host: service.HOST },
  }).catch((error: unknown) => {
    throw explainListening(error, 'PORT', port);
  });
  life.begun(() => gateway.close());
  beAtWork(begun, service, life);
  log.info({ url: await gateway.getUrl() }, 'the gateway is at work');
};

const keysAnswer = async (keys: TokenKeys): Promise<Finding> => {
  const trouble = await keys.trouble();
  return { ok: trouble === undefined, says: trouble ?? 'there' };
};
