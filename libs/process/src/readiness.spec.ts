import { describe, expect, it } from '@jest/globals';
import { Readiness } from './readiness.js';

const fine = { ok: true, says: 'answers' };

describe('readiness', () => {
  it('holds when every condition holds', async () => {
    const readiness = new Readiness();
    readiness.set('store', () => fine);
    expect(await readiness.report()).toEqual({ ready: true, conditions: { store: fine } });
    readiness.set('views', async () => ({ ok: false, says: 'behind' }));
    expect(await readiness.report()).toMatchObject({
      ready: false,
      conditions: { store: { ok: true }, views: { ok: false, says: 'behind' } },
    });
    readiness.set('views', () => fine);
    expect(await readiness.report()).toMatchObject({ ready: true });
  });

  it('does not hold for what fails, and tells nobody in what words', async () => {
    const readiness = new Readiness();
    readiness.set('store', () => Promise.reject(new Error('10.0.0.7 refused')));
    expect(await readiness.report()).toEqual({
      ready: false,
      conditions: { store: { ok: false, says: 'does not answer' } },
    });
  });

  it('does not wait for what does not answer', async () => {
    const readiness = new Readiness(20);
    readiness.set('store', () => new Promise(() => undefined));
    expect(await readiness.report()).toMatchObject({
      ready: false,
      conditions: { store: { ok: false, says: 'no answer in time' } },
    });
  });

  it('ends for good when the process is on its way out', async () => {
    const readiness = new Readiness();
    readiness.set('store', () => fine);
    readiness.leave();
    expect(await readiness.report()).toEqual({
      ready: false,
      conditions: { process: { ok: false, says: 'stopping' }, store: fine },
    });
  });

  it('asks once for all who ask meanwhile, and anew for the next', async () => {
    const readiness = new Readiness();
    let asked = 0;
    readiness.set('store', async () => {
      asked += 1;
      return fine;
    });
    await Promise.all([readiness.report(), readiness.report()]);
    expect(asked).toBe(1);
    await readiness.report();
    expect(asked).toBe(2);
  });
});
