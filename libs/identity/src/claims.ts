import { Role, type PersonActor } from '#kernel';
import { z } from 'zod';

/**
 * What a token says of its bearer beside issuer, audience and times. Claims we do not know are left alone, because identity
 * providers add their own.
 */
export const Claims = z.object({
  sub: z.string().min(1).max(200),
  role: Role,
  organization: z.string().min(1).max(200).optional(),
  person: z.string().min(1).max(200).optional(),
  /** GB/T 2260, two to six digits. */
  region: z
    .string()
    .regex(/^\d{2}(\d{2}){0,2}$/)
    .optional(),
  on_behalf_of: z.string().min(1).max(200).optional(),
});
export type Claims = z.infer<typeof Claims>;

/** The actor that claims name. Absent claims stay absent, so an actor never matches by an empty value. */
export const actorOf = (claims: Claims): PersonActor => ({
  user: claims.sub,
  role: claims.role,
  ...(claims.organization !== undefined && { organization: claims.organization }),
  ...(claims.person !== undefined && { person: claims.person }),
  ...(claims.region !== undefined && { region: claims.region }),
  ...(claims.on_behalf_of !== undefined && { onBehalfOf: claims.on_behalf_of }),
});

/** The reverse of `actorOf`, for issuers. */
export const claimsOf = (actor: PersonActor): Claims => ({
  sub: actor.user,
  role: actor.role,
  ...(actor.organization !== undefined && { organization: actor.organization }),
  ...(actor.person !== undefined && { person: actor.person }),
  ...(actor.region !== undefined && { region: actor.region }),
  ...(actor.onBehalfOf !== undefined && { on_behalf_of: actor.onBehalfOf }),
});
