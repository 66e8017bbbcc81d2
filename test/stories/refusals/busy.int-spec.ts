import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createDispatcher, type EventStore } from '#event-store';
import { developmentIssuer, mayTry, newDevelopmentKey, related, verifier } from '#identity';
import { lateApprovals, ruleBook } from '#policy';
import { pino } from 'pino';
import { createGateway } from '../../../apps/gateway/src/index.js';
import { contexts } from '../../../apps/worker/src/index.js';
import { operator } from '../../support/actors.js';
import { voiceOf, type Voice } from '../../support/voice.js';
import { openWorld, type World } from '../../support/world.js';
import { bootMs } from '../ground.js';

let world: World;
let voice: Voice;
let close: () => Promise<void>;
const appended = { attempts: 0 };

/** The same store to someone who is always late: a rival was first, whatever the expected revision. */
const alwaysOvertaken = (store: EventStore): EventStore =>
  new Proxy(store, {
    get: (target, name: keyof EventStore) => {
      if (name === 'append')
        return (units: Parameters<EventStore['append']>[0]) => {
          appended.attempts += 1;
          const first = units[0]?.[0];
          const conflict = { stream: first?.stream ?? '', actual: 7 };
          return Promise.resolve(units.map(() => ({ ok: false, reason: 'conflict', ...conflict })));
        };
      const value = target[name];
      return typeof value === 'function' ? value.bind(target) : value;
    },
  });

beforeAll(async () => {
  world = await openWorld('2024-03-04');
  const { store, vault } = world.platform;
  const issuer = await developmentIssuer(await newDevelopmentKey());
  const overtaken = alwaysOvertaken(store);
  const gateway = await createGateway({
    store: overtaken,
    dispatcher: createDispatcher({
      store: overtaken,
      ...{ contexts, ruleBook, lateApprovals, permits: { mayTry, related } },
      people: (persons) => vault.facts(persons),
      keepPersonal: (data) => vault.keep(data),
      commandDigest: (command) => JSON.stringify(command),
      clock: world.clock.now,
    }),
    ...{ contexts, areas: [], port: 0, verify: verifier(issuer) },
    log: pino({ level: 'silent' }),
  });
  close = () => gateway.close();
  const url = `${await gateway.getUrl()}/graphql`;
  voice = voiceOf(
    url,
    operator,
    () => issuer.sign(operator),
    () => undefined,
  );
}, bootMs);
afterAll(async () => {
  await close();
  await world.close();
});

describe('a command that is overtaken every time', () => {
  it('is answered E_BUSY after forty attempts, and may be sent again under its id', async () => {
    const commandId = randomUUID();
    const organization = {
      ...{ organizationId: randomUUID(), kind: 'ENTERPRISE', name: '深圳岭川精密制造有限公司' },
      ...{ uscc: '91440300MA0000023W', region: '440300' },
    };
    const before = await world.head();
    const outcome = await voice.send('registerOrganization', organization, { commandId });
    expect(outcome).toMatchObject({
      reasons: [{ code: 'E_BUSY', clause: 'platform', detail: { attempts: 40 } }],
    });
    expect([appended.attempts, await world.head()]).toEqual([40, before]);
    const again = await world
      .as(operator)
      .does('registerOrganization', organization, { commandId });
    expect(again.events.map(({ type }) => type)).toEqual(['OrganizationRegistered']);
  });
});
