import { describe } from '@jest/globals';
import { rollingUpdate } from './rolling.js';

describe('a rolling update under load', () => {
  rollingUpdate(() => ({ kinds: ['gateway', 'gateway', 'projector', 'reactor'] }));
});
