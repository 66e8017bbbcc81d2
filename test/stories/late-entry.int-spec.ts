import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { bootMs, type Ground } from './ground.js';
import { openGround } from './open-ground.js';
import { pathAt, type Path } from './path.js';
import { contractOf } from './path-steps.js';
import { inDays } from './refusals/refusal.js';

let ground: Ground;
let path: Path;
const approvalId = randomUUID();
beforeAll(async () => {
  ground = await openGround('2024-03-04');
  path = await pathAt(ground, 'proposed', { programme: 'TECH_TRAINEE' });
}, bootMs);
afterAll(() => ground.world.close());

const signLate = () => {
  const occurredOn = inDays(ground, -40);
  const contract = contractOf(ground, path, occurredOn);
  return ground.cast.enterprise.voice.send('signLaborContract', contract, {
    lateApproval: approvalId,
  });
};

describe('an entry beyond the limit of days', () => {
  it('is refused under an approval that nobody gave', async () => {
    expect(await signLate()).toMatchObject({ reasons: [{ code: 'E_LATE' }] });
  });
  it('is accepted once the bureau of its region has approved it, for the day it happened', async () => {
    await ground.cast.bureau.does('approveLateEntry', {
      ...{ approvalId, target: path.id, region: '4403', reason: 'PAPER_RECORD_FOUND' },
      ...{ from: inDays(ground, -60), until: inDays(ground, -1) },
    });
    const outcome = await signLate();
    expect(outcome).toMatchObject({
      __typename: 'Accepted',
      events: [{ type: 'LaborContractSigned', occurredOn: inDays(ground, -40) }],
    });
  });
  it('says under which approval it was made, and how far that had come', async () => {
    const written = await ground.world.platform.store.read(`employment-${path.id}`);
    expect(written.find(({ type }) => type === 'LaborContractSigned')?.meta.basedOn).toContainEqual(
      {
        ...{ stream: `late-approval-${approvalId}`, revision: 0 },
      },
    );
  });
});
