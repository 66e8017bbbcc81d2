import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { bootMs, type Ground } from '../ground.js';
import { openGround } from '../open-ground.js';
import { tables, type TableName } from './tables.js';

/** Every row of the table on one world: refused by its rule, in words for people, and nothing written. */
export const describeRefusals = (name: TableName): void => {
  let ground: Ground;
  beforeAll(async () => {
    ground = await openGround('2024-03-04');
  }, bootMs);
  afterAll(() => ground.world.close());

  describe(`refusals: ${name}`, () => {
    for (const { code, clause, says, detail, path, arrange } of tables[name])
      it(`answers ${code} to ${says}`, async () => {
        const act = await arrange(ground);
        const before = await ground.world.head();
        const outcome = await act();
        if (outcome.__typename === 'Accepted') throw new Error('it was accepted');
        const reason = outcome.reasons.find((one) => one.code === code);
        expect({ codes: outcome.reasons.map((one) => one.code), reason }).toMatchObject({
          codes: expect.arrayContaining([code]),
          reason: { clause, detail, ...(path !== undefined && { path }) },
        });
        expect(reason?.messageZh).toMatch(/\p{Script=Han}/u);
        expect(reason?.messageEn).toMatch(/^[ -~‘’]+$/);
        expect(await writtenBy(ground, outcome.commandId, before)).toEqual([]);
      });
  });
};

/** Events of the command, looked for in all that was written since: reactions may write meanwhile. */
const writtenBy = async ({ world }: Ground, commandId: string, since: string | undefined) => {
  const events = await world.platform.store.readAll(since);
  return events.filter(({ meta }) => meta.commandId === commandId);
};
