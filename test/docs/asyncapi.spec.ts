import { Ajv, type ValidateFunction } from 'ajv';
import formats from 'ajv-formats';
import { describe, expect, it } from '@jest/globals';
import { readdirSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { membersOf, type StoredEvent } from '#event-store';
import { toCloudEvent, watermarkOf } from '#messaging';
import { contexts } from '../../apps/worker/src/index.js';
import { asyncApi } from '../../infra/tooling/docs/asyncapi.js';
import { eventAbout } from '../support/kafka/writing.js';

const root = resolve(import.meta.dirname, '../..');
const specification = JSON.parse(
  readFileSync(resolve(root, 'node_modules/@asyncapi/specs/schemas/3.0.0.json'), 'utf8'),
) as object;
const document = asyncApi(contexts);
const ajv = (options = {}) =>
  formats.default(new Ajv({ strict: false, allErrors: true, validateSchema: false, ...options }));

/** Checks a message of the document as a reader of the document would. */
const reader = ajv().addSchema({ ...document, $id: 'asyncapi' });
const payloadOf = (name: string): ValidateFunction =>
  reader.compile({ $ref: `asyncapi#/components/messages/${name}/payload` });

const golden = readdirSync(resolve(root, 'libs')).flatMap((context) => {
  const file = resolve(root, 'libs', context, 'src/events.golden.jsonl');
  try {
    return readFileSync(file, 'utf8').trim().split('\n');
  } catch {
    // Platform libraries have no events.
    return [];
  }
});

const published = (line: string, at: number) => {
  const { type, data } = JSON.parse(line) as { type: string; data: object };
  const { id, meta } = eventAbout('person-1', at);
  const where = {
    id,
    stream: 'x-1',
    revision: at,
    position: String(at),
    recordedAt: '2026-03-02T08:00:00.000000Z',
  };
  return toCloudEvent({ type, data, meta: { ...meta, ...where } } satisfies StoredEvent);
};

describe('the AsyncAPI document', () => {
  it('is one, by the schema of AsyncAPI 3', () => {
    // It brings its own copy of the schema of schemas.
    const check = ajv({ meta: false }).compile(specification);
    check(document);
    expect(check.errors ?? []).toEqual([]);
  });
  it('has a message for every kind of event', () => {
    const { messages } = document['components'] as { messages: object };
    const types = contexts.flatMap(({ deciders }) =>
      deciders.flatMap(({ events }) => membersOf(events).map((one) => one.shape.type.value)),
    );
    for (const type of types) expect(messages).toHaveProperty(type);
  });
  it('describes what the relay publishes, for every golden event', () => {
    expect(golden.length).toBeGreaterThan(50);
    for (const [at, line] of golden.entries()) {
      const event = published(line, at);
      const check = payloadOf(event.type.replace('skilltrace.', ''));
      check(JSON.parse(JSON.stringify(event)));
      expect({ type: event.type, errors: check.errors ?? [] }).toEqual({
        type: event.type,
        errors: [],
      });
    }
  });
  it('tells one kind of event from another, and knows watermarks', () => {
    const [first = '', second = ''] = golden;
    expect(
      payloadOf(published(first, 0).type.replace('skilltrace.', ''))(published(second, 1)),
    ).toBe(false);
    expect(payloadOf('Watermark')(watermarkOf('12', '2026-03-02T08:00:00.000Z'))).toBe(true);
  });
});
