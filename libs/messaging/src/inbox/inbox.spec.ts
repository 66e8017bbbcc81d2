import { describe, expect, it } from '@jest/globals';
import { StoreUnavailable, type Dispatcher } from '#event-store';
import { partnerMessage } from '#kernel';
import { z } from 'zod';
import { deadLetterFor } from './dead-letter.js';
import { mayPass } from './may-pass.js';
import { readPartnerEvent } from './partner-event.js';
import { carryOut, StillBusy } from './request.js';
import { inboxVariables } from './sources.js';

const Counted = z.strictObject({
  things: z.array(z.strictObject({ name: z.string().max(5) })).min(1),
});
const counted = partnerMessage<z.infer<typeof Counted>>({
  name: 'ThingsCounted',
  summary: 'Somebody counted things.',
  data: Counted,
  commands: ({ things }, id) =>
    things.map(({ name }, index) => ({
      ...{ category: 'thing', field: `things.${String(index)}` },
      command: { type: 'CountThing', data: { name, count: id(name) } },
    })),
});
const written = (change: object = {}) =>
  Buffer.from(
    JSON.stringify({
      ...{
        specversion: '1.0',
        id: 'a-1',
        source: '/lms',
        type: 'skilltrace.partner.ThingsCounted',
      },
      data: { things: [{ name: 'nut' }, { name: 'bolt' }] },
      ...change,
    }),
  );
const read = (value: Buffer | null, partner = 'lms') => readPartnerEvent(value, partner, [counted]);
const actor = { user: 'partner:lms', role: 'college' } as const;

describe('a partner’s message', () => {
  it('asks for the same under the same ids whenever it is read', () => {
    const first = read(written());
    expect(first).toMatchObject({
      kind: 'commands',
      commands: [{ field: 'things.0' }, { field: 'things.1' }],
    });
    expect(read(written())).toEqual(first);
  });
  it('is another request from another partner, another source, or under another id', () => {
    const ids = [
      read(written()),
      read(written(), 'other'),
      read(written({ source: '/x' })),
      read(written({ id: 'a-2' })),
    ].map((request) => (request.kind === 'commands' ? request.id : ''));
    expect(new Set(ids).size).toBe(4);
  });
  it.each([
    ['is empty', null, [{ code: 'E_UNREADABLE' }]],
    ['is no JSON', Buffer.from('{'), [{ code: 'E_UNREADABLE' }]],
    ['lacks its id', written({ id: undefined }), [{ code: 'E_UNREADABLE', field: 'id' }]],
    [
      'has a type nobody knows',
      written({ type: 'skilltrace.partner.X' }),
      [{ code: 'E_UNREADABLE', field: 'type' }],
    ],
    ['has no data', written({ data: undefined }), [{ code: 'E_UNREADABLE', field: 'data' }]],
    [
      'says something malformed',
      written({ data: { things: [{ name: '440101199001010010' }] } }),
      [{ code: 'E_UNREADABLE', field: 'data.things.0.name' }],
    ],
  ])('that %s is refused by field, never by value', (_, value, refusals) => {
    expect(read(value)).toEqual({ kind: 'unreadable', refusals });
  });
});

describe('carrying it out', () => {
  const answers = (codes: readonly (string | undefined)[]) => {
    const asked: string[] = [];
    const dispatch: Dispatcher['dispatch'] = async (_category, _command, { commandId = '' }) => {
      const code = codes[asked.push(commandId) - 1];
      const accepted = { outcome: 'accepted', commandId, events: [] } as const;
      if (code === undefined) return accepted;
      const reason = { code, clause: '', zh: '', en: '', detail: { name: 'bolt' } };
      return { outcome: 'rejected', commandId, reasons: [reason] };
    };
    return { asked, dispatcher: { dispatch } as unknown as Dispatcher };
  };
  it('tries every command and tells what was refused, by code and field', async () => {
    const { dispatcher, asked } = answers(['E_STATE', undefined]);
    expect(await carryOut(read(written()), actor, dispatcher)).toEqual([
      { code: 'E_STATE', field: 'data.things.0' },
    ]);
    const again = answers([undefined, undefined]);
    await carryOut(read(written()), actor, again.dispatcher);
    expect(again.asked).toEqual(asked);
  });
  it('is to be done again when rivals were first', async () => {
    const { dispatcher } = answers(['E_BUSY']);
    await expect(carryOut(read(written()), actor, dispatcher)).rejects.toThrow(StillBusy);
  });
});

describe('what failed', () => {
  const pg = (code: string) => Object.assign(new Error('the server says no'), { code });
  it.each([
    ['the store is away', new StoreUnavailable('away')],
    ['rivals were first', new StillBusy('rivals')],
    ['a connection is refused', pg('ECONNREFUSED')],
    ['a name is not found', pg('EAI_AGAIN')],
    ['a server has become one that only reads', pg('25006')],
    ['a disk is full', pg('53100')],
    ['a statement was cancelled', pg('57014')],
  ])('is tried again for ever while %s', (_, error) => {
    expect(mayPass(error)).toBe(true);
  });
  it.each([
    ['a slip of the code', new TypeError('undefined is no function')],
    ['a value that the database refuses', pg('22P02')],
    ['a column that is not there', pg('42703')],
    ['nothing', undefined],
  ])('is not when it is %s', (_, error) => {
    expect(mayPass(error)).toBe(false);
  });
});

describe('a dead letter', () => {
  it('says where the message stands and why, under the same id each time', () => {
    const letter = () =>
      deadLetterFor(
        { topic: 't', partition: 1, offset: '7' },
        [{ code: 'E_STATE', field: 'data' }],
        '2026-03-02T08:00:00Z',
      );
    expect(letter().data).toEqual({
      ...{ topic: 't', partition: 1, offset: '7' },
      reasons: [{ code: 'E_STATE', field: 'data' }],
    });
    expect(letter().id).toBe(letter().id);
  });
});

describe('KAFKA_INBOX', () => {
  const given = (value: unknown) =>
    inboxVariables.safeParse({ KAFKA_INBOX: JSON.stringify(value) });
  const lms = {
    topic: 'partner.lms',
    partner: 'lms',
    actor: { role: 'college', organization: 'c0b1d2f0-1111-4111-8111-111111111111' },
  };
  it('names partners and the accounts they act for', () => {
    expect(given([lms]).data?.KAFKA_INBOX).toEqual([
      { ...lms, partitions: 1, actor: { ...lms.actor, user: 'partner:lms' } },
    ]);
  });
  it('may name nobody yet', () => {
    expect(given([]).data?.KAFKA_INBOX).toEqual([]);
  });
  it.each([
    ['0.actor.role', [{ ...lms, actor: { role: 'king' } }]],
    ['0.partner', [{ ...lms, partner: 'L M S' }]],
    ['names a topic twice', [lms, { ...lms, partner: 'b' }]],
    ['names a partner twice', [lms, { ...lms, topic: 'b' }]],
  ])('is refused in one line: %s', (line, value) => {
    expect(
      given(value)
        .error?.issues.map(({ message }) => message)
        .join(),
    ).toContain(line);
  });
});
