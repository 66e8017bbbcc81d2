import { afterAll, beforeAll, describe, it, jest } from '@jest/globals';
import { openGround, type Ground } from './ground.js';
import { takeovers } from './takeovers.js';

jest.setTimeout(300_000);

describe('projectors fed from the store, started three times by mistake', () => {
  let ground: Ground;
  beforeAll(async () => {
    ground = await openGround();
  });
  afterAll(() => ground.close());

  it('double nothing and lack nothing, and one that is killed is covered within 15 s', () =>
    takeovers(ground, () => Promise.resolve()));
});
