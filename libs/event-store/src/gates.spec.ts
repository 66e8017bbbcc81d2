import { describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { throughGates } from './gates.js';

const command = { type: 'GradeLevel', data: { label: '一级', more: [{ text: 'two\nlines' }] } };
const digest = 'ab'.repeat(32);
const schema = z.strictObject({
  type: z.literal('GradeLevel'),
  data: z.strictObject({ label: z.string(), more: z.array(z.strictObject({ text: z.string() })) }),
});
const pathsOf = (input: unknown, envelope: Parameters<typeof throughGates>[2]) =>
  (throughGates(schema, input, envelope).error?.issues ?? []).map(({ path }) =>
    path.map(String).join('.'),
  );

describe('the gate before a decision', () => {
  it('lets a command with its envelope through', () => {
    const envelope = {
      occurredOn: '2026-03-02',
      evidence: [{ kind: 'scan', digest }],
      lateApproval: '5b0a5a9e-6c0e-4a3e-9d63-0a7b6ad2c101',
    };
    expect(throughGates(schema, command, envelope)).toEqual({ command });
    expect(throughGates(schema, command, {})).toEqual({ command });
  });
  it('refuses what its schema refuses', () => {
    expect(pathsOf({ ...command, data: { ...command.data, label: 1 } }, {})).toEqual([
      'data.label',
    ]);
  });
  it.each([
    ['a name for a kind', [{ kind: '张三的身份证', digest }], 'evidence.0.kind'],
    [
      'an identity number for a digest',
      [{ kind: 'scan', digest: '440106200306150004' }],
      'evidence.0.digest',
    ],
    ['a digest in capitals', [{ kind: 'scan', digest: digest.toUpperCase() }], 'evidence.0.digest'],
    [
      'a pile of documents',
      Array.from({ length: 21 }, () => ({ kind: 'scan', digest })),
      'evidence',
    ],
  ])('refuses evidence that is none: %s', (_what, evidence, path) => {
    expect(pathsOf(command, { evidence })).toEqual([path]);
  });
  it('refuses an approval that is no id and a day that does not exist', () => {
    expect(pathsOf(command, { lateApproval: 'yes', occurredOn: '2026-02-30' })).toEqual([
      'occurredOn',
      'lateApproval',
    ]);
  });
  it.each([
    ['NUL', 'a\u0000b'],
    ['an escape', '\u001b[2J'],
    ['half a surrogate pair', 'a\ud800'],
  ])('refuses a text that no view could store: %s', (_what, text) => {
    const data = { ...command.data, more: [{ text }] };
    expect(pathsOf({ ...command, data }, {})).toEqual(['data.more.0.text']);
  });
});
