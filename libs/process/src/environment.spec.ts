import { describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { readEnvironment } from './environment.js';
import { host, key256, milliseconds, optional, port } from './variables.js';

const variables = z.object({ KEY: key256, PORT: port(80), HOST: host, WAIT_MS: milliseconds(5) });
const key = 'ab'.repeat(32);

describe('the environment', () => {
  it('is read with what stands in for variables that are left out or empty', () => {
    const read = { KEY: key, PORT: 80, HOST: '127.0.0.1', WAIT_MS: 5 };
    expect(readEnvironment(variables, { KEY: key })).toEqual(read);
    expect(readEnvironment(variables, { KEY: key, PORT: '', HOST: '' })).toEqual(read);
  });

  it('names each variable once, however many things are wrong with it', () => {
    const odd = z.object({
      KEY: z.string().min(9, { error: 'must be long' }).regex(/x/, { error: 'must hold x' }),
    });
    expect(() => readEnvironment(odd, { KEY: 'abc' })).toThrow(
      'Wrong configuration: KEY must be long; KEY must hold x.',
    );
  });

  it.each([
    [{ KEY: undefined }, 'KEY must be set'],
    [{ KEY: 'ab' }, 'KEY must be 64 hexadecimal digits (openssl rand -hex 32)'],
    [{ PORT: '-1' }, 'PORT must be at least 0'],
    [{ PORT: '1.5' }, 'PORT must be a whole number'],
    [{ HOST: 'localhost' }, 'HOST must be an IP address of this machine'],
    [{ WAIT_MS: 'soon' }, 'WAIT_MS must be a number of milliseconds'],
    [{ WAIT_MS: '9999999' }, 'WAIT_MS must be at most 3600000'],
  ])('is refused with %j', (change, line) => {
    expect(() => readEnvironment(variables, { KEY: key, ...change })).toThrow(
      `Wrong configuration: ${line}.`,
    );
  });

  it('asks for no file of a variable that nobody reads', () => {
    const read = readEnvironment(z.object({ A: optional(z.string()) }), { B_FILE: '/nowhere' });
    expect(read).toEqual({ A: undefined });
  });
});
