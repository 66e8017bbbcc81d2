import { aboutOf, type AnyDecider, type CommandAbout } from '#kernel';
import { z } from 'zod';

const abouts = new WeakMap<AnyDecider, ReadonlyMap<unknown, CommandAbout>>();

/** What `command()` said of the member of the decider's union with this type name. */
export const aboutCalled = (decider: AnyDecider, type: unknown): CommandAbout | undefined => {
  const known = abouts.get(decider);
  if (known) return known.get(type);
  const members = membersOf(decider.commands);
  const made = new Map(
    members.map((member) => [member.shape.type.value as unknown, aboutOf(member)]),
  );
  abouts.set(decider, made);
  return made.get(type);
};

type CommandSchema = z.ZodObject<{ type: z.ZodLiteral<string>; data: z.ZodObject }>;

/** The command schemas of a union made with `z.discriminatedUnion('type', […])`, or the single one. */
export const membersOf = (commands: z.ZodType): readonly CommandSchema[] =>
  commands instanceof z.ZodDiscriminatedUnion
    ? (commands.options as unknown as readonly CommandSchema[])
    : [commands as CommandSchema];
