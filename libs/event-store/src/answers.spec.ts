import { describe, expect, it } from '@jest/globals';
import { answered, refuse, refusePersonal } from './answers.js';
import type { Detail } from '#kernel';

const pathOf = (detail: Detail) => answered([{ code: 'E_INPUT', detail }], [], undefined)[0]?.path;

describe('a refusal of input', () => {
  it('names the field at one place, however the decider named it', () => {
    expect(pathOf({ path: 'until', from: '2026-03-02' })).toBe('data.until');
    expect(pathOf({ field: 'data.until' })).toBe('data.until');
    expect(pathOf({ field: 'data.identity.born' })).toBe('data.identity.born');
    expect(pathOf({})).toBeUndefined();
  });
  it('names what stands beside the data as it is', () => {
    expect(refuse('1', 'E_INPUT', { path: 'commandId' }).reasons[0].path).toBe('commandId');
    expect(refuse('1', 'E_INPUT', { path: 'type' }).reasons[0].path).toBe('type');
  });
  it('names each field of personal data that the vault does not take', () => {
    const { reasons } = refusePersonal('1', ['idNumber', 'notes']);
    expect(reasons.map(({ path }) => path)).toEqual(['data.identity.idNumber', 'data.note']);
  });
  it('leaves other reasons alone', () => {
    expect(refuse('1', 'E_STATE', { path: 'until' }).reasons[0].path).toBeUndefined();
  });
});
