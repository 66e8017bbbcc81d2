import { describe, expect, it } from '@jest/globals';
import { host as hostVariable } from '#process';
import { probeUrl } from './probe-url.js';

describe('the address of a probe', () => {
  it.each([
    [undefined, 'http://127.0.0.1:3001/readyz'],
    ['', 'http://127.0.0.1:3001/readyz'],
    ['0.0.0.0', 'http://127.0.0.1:3001/readyz'],
    ['10.1.2.3', 'http://10.1.2.3:3001/readyz'],
    ['::', 'http://[::1]:3001/readyz'],
    ['0:0:0:0:0:0:0:0', 'http://[::1]:3001/readyz'],
    ['::1', 'http://[::1]:3001/readyz'],
    ['2001:db8::7', 'http://[2001:db8::7]:3001/readyz'],
  ])('of a process that listens at %p is %s', (HOST, url) => {
    if (HOST) expect(hostVariable.safeParse(HOST).success).toBe(true);
    expect(probeUrl('/readyz', { HOST }).href).toBe(url);
  });

  it('has the port of the process', () => {
    for (const [HEALTH_PORT, port] of [
      ['4001', '4001'],
      ['', '3001'],
    ] as const)
      expect(probeUrl('/healthz', { HEALTH_PORT }).href).toBe(`http://127.0.0.1:${port}/healthz`);
  });
});
