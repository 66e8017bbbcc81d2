import { z } from 'zod';
import { Role, type PersonActor } from '#kernel';
import { topicName } from '../settings.js';

const Source = z.strictObject({
  topic: topicName,
  /** Names the partner for ever: the ids of its commands are derived from it. */
  partner: z.string().regex(/^[a-z0-9][a-z0-9-]{0,62}$/, {
    error: 'must be lower-case letters, digits and hyphens',
  }),
  actor: z.strictObject({
    role: Role,
    organization: z.uuid({ error: 'must be the id of an organisation' }).optional(),
    region: z
      .string()
      .regex(/^\d{2}(\d{2}){0,2}$/, { error: 'must be two, four or six digits of GB/T 2260' })
      .optional(),
  }),
  /** Of the partner's topic, for when it is made: one that is there may have any number. */
  partitions: z.int().min(1).max(1_000).default(1),
});

/** A partner's topic and the account for which what it says is decided. */
export interface InboxSource {
  readonly topic: string;
  readonly partner: string;
  readonly actor: PersonActor;
  readonly partitions: number;
}

const Sources = z
  .array(Source)
  .refine(
    (all) => new Set(all.map(({ topic }) => topic)).size === all.length,
    'names a topic twice',
  )
  .refine(
    (all) => new Set(all.map(({ partner }) => partner)).size === all.length,
    'names a partner twice',
  );

/** The variable that names the partners, as JSON. Its issues name the field that is wrong and never repeat what it says. */
export const inboxVariables = z.object({
  KAFKA_INBOX: z
    .string()
    .transform((text, context): readonly InboxSource[] => {
      const read = Sources.safeParse(jsonOf(text));
      if (read.success) return read.data.map(sourceOf);
      const wrong = read.error.issues.map(({ path, message }) =>
        [path.map(String).join('.'), message].filter(Boolean).join(': '),
      );
      context.addIssue(
        `must be a JSON list like [{"topic":"partner.lms","partner":"lms","actor":{"role":"college","organization":"…"}}] (${wrong.join('; ')})`,
      );
      return z.NEVER;
    })
    .describe('The partners whose topics are read, each with the account it acts for, as JSON.'),
});

const sourceOf = ({
  topic,
  partner,
  actor,
  partitions,
}: z.infer<typeof Sources>[number]): InboxSource => ({
  ...{ topic, partner, partitions },
  actor: {
    user: `partner:${partner}`,
    role: actor.role,
    ...(actor.organization !== undefined && { organization: actor.organization }),
    ...(actor.region !== undefined && { region: actor.region }),
  },
});

const jsonOf = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    // What is not JSON is no list either.
    return undefined;
  }
};

/** Where what a partner said and was not done is put, for that partner alone to read. */
export const deadLettersOf = (topic: string): string => `${topic}.dead-letters`;
