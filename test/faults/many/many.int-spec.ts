import { describe } from '@jest/globals';
import { manyProcesses } from './crew.js';

describe('many processes on one database, every one of them started twice', () => {
  manyProcesses(() => ({
    kinds: { gateway: 2, projector: 3, reactor: 2 },
    environment: {},
    events: 'postgres',
  }));
});
