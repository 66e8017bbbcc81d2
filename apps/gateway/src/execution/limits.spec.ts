import { expect, it } from '@jest/globals';
import { greatestMessageBytes } from '#messaging';
import { defaultLimits } from './limits.js';

it('a request’s body as an event, with all that comes on top, is a message that the topic takes', () => {
  expect(greatestMessageBytes).toBe(defaultLimits.body + 262_144);
});
