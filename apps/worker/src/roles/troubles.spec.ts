import { describe, expect, it } from '@jest/globals';
import { ParkedEventsMissing } from '#projections';
import { pino } from 'pino';
import { healthOf } from './projector.js';
import { Troubles } from './troubles.js';

const told = () => {
  const lines: Record<string, unknown>[] = [];
  const log = pino(
    { level: 'warn' },
    { write: (line: string) => void lines.push(JSON.parse(line) as Record<string, unknown>) },
  );
  return { lines, troubles: new Troubles(log) };
};
const tails = [{ name: 'parking', state: 'running' }];
const request = '0f6b7c50-3f3e-4d55-9a51-0a0d6f0c1a11';

describe('troubles of a role', () => {
  it('make it unready while a connection is lost, and quote no error', () => {
    const { lines, troubles } = told();
    const error = Object.assign(new ParkedEventsMissing(1), { code: '08006' });
    troubles.tell({ kind: 'retrying', name: 'parking', error });
    expect(healthOf(tails, troubles)).toEqual({
      ...{ state: 'behind', detail: 'a connection is lost and tried again' },
    });
    expect(lines).toMatchObject([{ error: { name: 'ParkedEventsMissing', code: '08006' } }]);
    expect(JSON.stringify(lines)).not.toContain('lacks');
  });

  it('leave it ready while one request fails by itself, and say so with the reason', () => {
    const { lines, troubles } = told();
    const reason = new ParkedEventsMissing(1).message;
    troubles.tell({ kind: 'failing', name: 'parking', request, times: 1, reason });
    troubles.tell({ kind: 'given-up', name: 'parking', request, reason });
    expect(healthOf(tails, troubles)).toEqual({ state: 'running', detail: '1 of 1' });
    expect(lines).toMatchObject([
      {
        ...{ kind: 'failing', request, times: 1, reason: 'the store lacks 1 parked events' },
        msg: 'what an operator asked for has failed and is tried again',
      },
      {
        ...{ kind: 'given-up', request, reason: 'the store lacks 1 parked events' },
        msg: expect.stringMatching(/^what an operator asked for was given up: /),
      },
    ]);
  });

  it('leave it ready where a rule refused what a reaction sent', () => {
    const { lines, troubles } = told();
    troubles.tell({
      ...{ kind: 'refused', name: 'reaction:when-x-then-y', event: request, position: '3' },
      ...{ command: 'Praise', codes: ['E_NEVER'] },
    });
    expect(healthOf(tails, troubles)).toMatchObject({ state: 'running' });
    expect(lines).toMatchObject([{ kind: 'refused', codes: ['E_NEVER'] }]);
  });
});
