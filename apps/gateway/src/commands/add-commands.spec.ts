import { describe, expect, it } from '@jest/globals';
import { command, decider, event, type BoundedContext } from '#kernel';
import { z } from 'zod';
import { workshop } from '../../spec/workshop.js';
import { describeSchema } from '../describe-schema.js';

const about = { summary: 'Do it.', zh: '做。', allow: { enterprise: 'any' } } as const;

/** A context with one command of these fields. */
const taking = (type: string, shape: z.ZodRawShape, name = type): BoundedContext => {
  const Done = event(`${type}Done`, {});
  const made = decider({
    category: name.toLowerCase(),
    commands: command(type, about, shape),
    events: Done,
    refusals: {},
    initial: {},
    creators: [type],
    streamOf: () => 'x',
    parties: () => ({}),
    decide: () => [],
    evolve: (state) => state,
    subjects: () => [],
  });
  return { name, deciders: [made], projections: [], reactions: [] };
};
const sdl = (...contexts: BoundedContext[]) => describeSchema(contexts, []);

describe('the schema', () => {
  it('has a mutation per command with its words, and no template', async () => {
    const text = await sdl(workshop);
    expect(text).toMatch(/Build one chair\.\s+制作椅子。\s+"""\s+buildChair\(/);
    expect(text).toMatch(/dropChair\([^)]*input: DropChairInput!/);
    expect(text).toMatch(/buildChairMany\([^)]*inputs: \[BuildChairInput!\]!/);
    expect(text).not.toContain('dropChairMany');
    expect(text).not.toContain('_command');
    expect(text).not.toContain('_sheet');
  });
  it('maps the forms of values', async () => {
    const text = await sdl(workshop);
    for (const line of [
      '  """Which chair."""\n  chair: ID!',
      '  on: LocalDate\n',
      '  at: DateTime\n',
      '  parts: [PartInput!]!\n',
      '  kind: WoodKind = WALK_IN\n',
      '  grams: SafeInt\n',
      '  size: Float\n',
      '  minutes: Int!\n',
      '  old: String @deprecated(reason: "no longer needed")\n',
      'input BuildChairPlaceInput @oneOf {\n  nowhere: Boolean\n  onLine: BuildChairPlaceOnLineInput\n',
      'enum WoodKind {\n  OAK\n  WALK_IN\n}',
    ]) {
      expect(text).toContain(line);
    }
    expect(text.match(/^enum WoodKind/gm)).toHaveLength(1);
  });
  it('takes a command without data and a type that contains itself', async () => {
    interface Tree {
      readonly under?: readonly Tree[] | undefined;
    }
    const Tree: z.ZodType<Tree> = z
      .strictObject({ under: z.array(z.lazy(() => Tree)).optional() })
      .meta({ id: 'Tree' });
    const text = await sdl(taking('GoHome', {}), taking('PlantTree', { tree: Tree }));
    expect(text).not.toContain('GoHomeInput');
    expect(text).toContain('input TreeInput {\n  under: [TreeInput!]\n}');
  });
  it('has no mutations where there are no commands', async () => {
    expect(await sdl()).not.toContain('Mutation');
  });
});

describe('a schema that has no place in a command', () => {
  const SameId = (values: [string, string]) => z.enum(values).meta({ id: 'TwoFaced' });

  it.each<[string, z.ZodRawShape, string]>([
    ['a record', { field: z.record(z.string(), z.string()) }, 'records'],
    ['a tuple', { field: z.tuple([z.string()]) }, 'tuple'],
    ['a plain union', { field: z.union([z.string(), z.int()]) }, 'plain union'],
    [
      'a union of objects',
      { field: z.union([z.strictObject({ a: z.string() }), z.strictObject({ b: z.string() })]) },
      'plain union',
    ],
    ['a date', { field: z.date() }, 'Date'],
    ['a bigint', { field: z.bigint() }, 'BigInt'],
    ['an untyped value', { field: z.unknown() }, 'untyped'],
    ['an object without fields', { field: z.strictObject({}) }, 'without fields'],
    ['a number among words', { field: z.literal(3) }, 'only words'],
    ['two words with one name', { field: z.enum(['a-b', 'a_b']) }, 'one name'],
    ['a word that is no name', { field: z.enum(['甲', '乙']) }, 'cannot be a name'],
    [
      'the name of another type',
      { field: z.enum(['x', 'y']).meta({ id: 'EventDirection' }) },
      'something else',
    ],
  ])('%s fails at start and is named', async (_, shape, message) => {
    await expect(sdl(taking('TakeIt', shape))).rejects.toThrow(message);
    await expect(sdl(taking('TakeIt', shape))).rejects.toThrow(/TakeIt|EventDirection/);
  });
  it('two shapes under one id fail, in one context and across two', async () => {
    const one = SameId(['a', 'b']);
    const two = SameId(['a', 'c']);
    await expect(sdl(taking('TakeBoth', { one, two }))).rejects.toThrow('TwoFaced');
    await expect(sdl(taking('TakeOne', { one }), taking('TakeTwo', { two }))).rejects.toThrow(
      'TwoFaced',
    );
  });
  it('two commands of one name fail', async () => {
    await expect(sdl(taking('TakeIt', {}, 'a'), taking('TakeIt', {}, 'b'))).rejects.toThrow(
      'two mutations are called takeIt',
    );
  });
});
