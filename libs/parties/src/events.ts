// These names and shapes are what is stored. Add, never edit; every line of events.golden.jsonl must still parse.
import { z } from 'zod';
import { event, IdKind, RegionCode, Uscc, Uuid } from '#kernel';

export const OrganizationKind = z
  .enum(['enterprise', 'college', 'assessment-body', 'base-operator', 'bureau', 'province'])
  .meta({ id: 'OrganizationKind' });

export const OrganizationRegistered = event('OrganizationRegistered', {
  organizationId: Uuid,
  kind: OrganizationKind,
  name: z.string().min(2).max(100),
  uscc: Uscc,
  region: RegionCode,
  /** Whether it leads a chain; membership comes with the chain context. */
  chainOwner: z.boolean(),
});
export const OrganizationEvent = z.discriminatedUnion('type', [OrganizationRegistered]);
export type OrganizationEvent = z.infer<typeof OrganizationEvent>;

/** The identity itself is in the vault, under the person's id. */
export const PersonRegistered = event('PersonRegistered', {
  personId: Uuid,
  idKind: IdKind,
  registeredBy: Uuid,
});
export const PersonIdentityCorrected = event('PersonIdentityCorrected', {
  personId: Uuid,
  reason: z.enum(['typing-error', 'name-changed', 'document-renewed']),
  /** The kind of the document from now on. */
  idKind: IdKind.optional(),
});
export const PersonEvent = z.discriminatedUnion('type', [
  PersonRegistered,
  PersonIdentityCorrected,
]);
export type PersonEvent = z.infer<typeof PersonEvent>;

export type PartiesEvent = OrganizationEvent | PersonEvent;
