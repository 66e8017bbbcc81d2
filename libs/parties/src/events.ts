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

/** Of an identity in the vault: what an event with it makes stand. */
const version = Uuid;

/** The identity itself is in the vault, under the person's id. */
export const PersonRegistered = event('PersonRegistered', {
  personId: Uuid,
  idKind: IdKind,
  registeredBy: Uuid,
  version: version.optional(),
});
const correction = {
  personId: Uuid,
  reason: z.enum(['typing-error', 'name-changed', 'document-renewed']),
  version: version.optional(),
  /**
   * Keyed digests of the whole identity, so that another one can never be put in its place unseen. The key is the person's own and is
   * destroyed with the person's data.
   */
  before: z.string().optional(),
  after: z.string().optional(),
};
export const PersonIdentityCorrected = event('PersonIdentityCorrected', {
  ...correction,
  /** The kind of the document from now on. */
  idKind: IdKind.optional(),
});
/** Asked for by one; nothing is corrected until another confirms. A later request or correction takes its place. */
export const IdentityCorrectionRequested = event('IdentityCorrectionRequested', {
  ...correction,
  idKind: IdKind,
  version,
});
export const PersonEvent = z.discriminatedUnion('type', [
  PersonRegistered,
  PersonIdentityCorrected,
  IdentityCorrectionRequested,
]);
export type PersonEvent = z.infer<typeof PersonEvent>;

export type PartiesEvent = OrganizationEvent | PersonEvent;
