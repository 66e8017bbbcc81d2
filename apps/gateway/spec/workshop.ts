import { command, decider, event, type BoundedContext, type Sheet } from '#kernel';
import { z } from 'zod';

/** A small context of its own with every kind of field, so that these specs depend on no other. */
export const Kind = z.enum(['oak', 'walk-in']).meta({ id: 'WoodKind', description: 'Which wood.' });
const Part = z
  .strictObject({
    minutes: z.int().min(1).max(600),
    note: z.string().nullable().optional(),
    kind: Kind.optional(),
  })
  .meta({ id: 'Part' });
const Place = z.discriminatedUnion('at', [
  z.strictObject({ at: z.literal('on-line'), url: z.string().max(100) }),
  z.strictObject({ at: z.literal('shop'), shop: z.uuid() }),
  z.strictObject({ at: z.literal('nowhere') }),
]);

const BuildChair = command(
  'BuildChair',
  {
    summary: 'Build one chair.',
    zh: '制作椅子。',
    allow: { enterprise: 'owner', province: 'any' },
    many: true,
  },
  {
    chair: z.uuid().describe('Which chair.'),
    on: z.iso.date().optional(),
    at: z.iso.datetime().optional(),
    parts: z.array(Part).min(1),
    kind: Kind.default('walk-in'),
    place: Place.optional(),
    grams: z.int().optional(),
    size: z.number().optional(),
    label: z.string().nullable().optional(),
    old: z.string().optional().meta({ deprecated: true, description: 'Was a name.' }),
  },
);
const DropChair = command(
  'DropChair',
  { summary: 'Drop the chair.', zh: '丢弃椅子。', allow: { enterprise: 'owner' } },
  { chair: z.uuid(), why: z.enum(['broken', 'sold']) },
);
export const ChairBuilt = event('ChairBuilt', { chair: z.uuid() });
export const ChairDropped = event('ChairDropped', { chair: z.uuid() });
const ChairEvent = z.discriminatedUnion('type', [ChairBuilt, ChairDropped]);
const ChairCommand = z.discriminatedUnion('type', [BuildChair, DropChair]);

export const chair = decider({
  category: 'chair',
  commands: ChairCommand,
  events: ChairEvent,
  refusals: {},
  initial: {},
  creators: ['BuildChair'],
  streamOf: ({ data }) => data.chair,
  parties: () => ({}),
  decide: ({ type, data: { chair: id } }) =>
    type === 'BuildChair'
      ? [{ type: 'ChairBuilt' as const, data: { chair: id } }]
      : [{ type: 'ChairDropped' as const, data: { chair: id } }],
  evolve: (state) => state,
  subjects: ({ data }) => [`chair-${data.chair}`],
});

const furnishRoom: Sheet<{ chairs: string[] }> = {
  schema: command(
    'FurnishRoom',
    { summary: 'Build the chairs of a room.', zh: '布置房间。', allow: { enterprise: 'owner' } },
    { chairs: z.array(z.uuid()).min(1) },
  ),
  expand: ({ chairs }) =>
    chairs.map((id) => ({
      category: 'chair',
      command: { type: 'BuildChair', data: { chair: id } },
      label: id,
    })),
};

export const workshop: BoundedContext = {
  name: 'workshop',
  deciders: [chair],
  sheets: [furnishRoom],
  projections: [],
  reactions: [],
};
