import fc from 'fast-check';
import type { StoredEvent } from '#event-store';
import { Role, type Actor, type Meta } from '#kernel';

const text = fc.string({ unit: 'binary', minLength: 1, maxLength: 40 });
const json = fc.jsonValue({ maxDepth: 3 });
const actor: fc.Arbitrary<Actor> = fc.oneof(
  fc.record({ system: text }),
  fc.record(
    {
      ...{ user: text, organization: text, person: text, region: text, onBehalfOf: text },
      role: fc.constantFrom(...Role.options),
    },
    { requiredKeys: ['user', 'role'] },
  ),
);
const instant = fc
  .date({ min: new Date('2020-01-01'), max: new Date('2099-12-31'), noInvalidDate: true })
  .map((date) => date.toISOString().replace('Z', '123Z'));

const meta: fc.Arbitrary<Meta> = fc.record(
  {
    ...{ id: fc.uuid(), stream: text, revision: fc.nat(), position: text, recordedAt: instant },
    ...{ commandId: fc.uuid(), commandDigest: text, correlationId: text, causationId: text },
    actor,
    subjects: fc.array(text, { maxLength: 3 }),
    evidence: fc.array(fc.record({ kind: text, digest: text }), { maxLength: 2 }),
    occurredOn: fc.constant('2026-03-02'),
    rules: text,
    basedOn: fc.array(fc.record({ stream: text, revision: fc.integer({ min: -1 }) }), {
      maxLength: 2,
    }),
    trace: fc.constant('00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01'),
    schemaVersion: fc.integer({ min: 1, max: 9 }),
  },
  {
    requiredKeys: [
      ...([
        'id',
        'stream',
        'revision',
        'position',
        'recordedAt',
        'commandId',
        'commandDigest',
      ] as const),
      ...(['correlationId', 'causationId', 'actor', 'subjects', 'evidence', 'occurredOn'] as const),
      ...(['basedOn', 'schemaVersion'] as const),
    ],
  },
);

/** Any event a store can hold: what comes out of JSON goes into it. */
export const storedEvents: fc.Arbitrary<StoredEvent> = fc.record({
  type: fc.stringMatching(/^[A-Z][A-Za-z]{2,20}$/),
  data: fc.dictionary(fc.string(), json, { maxKeys: 5, noNullPrototype: true }),
  meta,
});
