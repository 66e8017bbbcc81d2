import { describe, expect, it } from '@jest/globals';
import { isUnreachable, mayPass } from './may-pass.js';

const pg = (code: string) => Object.assign(new Error('the server says no'), { code });

describe('what failed', () => {
  it.each([
    ...['08006', '53100', '53200', '53300', '55P03', '57014', '57P01', '57P03', '58030'],
    ...['40001', '40P01', '25006', '25P03'],
    ...['ECONNREFUSED', 'ETIMEDOUT', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH'],
  ])('may pass under %s', (code) => {
    expect(mayPass(pg(code))).toBe(true);
  });

  it.each(['22P02', '23505', '25001', '25P02', '42703', '42501', '54001', 'EACCES'])(
    'will fail again under %s',
    (code) => {
      expect(mayPass(pg(code))).toBe(false);
    },
  );

  it.each([
    'Query read timeout',
    'Cannot use a pool after calling end on the pool',
    'Connection terminated unexpectedly',
  ])('may pass when the driver says "%s"', (message) => {
    expect(mayPass({ message })).toBe(true);
  });

  it.each([new TypeError('undefined is no function'), undefined, null, 'text', { code: 8006 }])(
    'will fail again when it is %p',
    (error) => {
      expect(mayPass(error)).toBe(false);
    },
  );

  it('is out of reach only where there is no talking to the server', () => {
    expect(['08006', '57P01', '53300', 'EAI_AGAIN'].map(pg).map(isUnreachable)).toEqual(
      Array(4).fill(true),
    );
    expect(['57014', '53100', '40001', '25006'].map(pg).map(isUnreachable)).toEqual(
      Array(4).fill(false),
    );
  });
});
