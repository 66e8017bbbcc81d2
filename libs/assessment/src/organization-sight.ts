import { seenIn, sight, type StreamFact } from '#kernel';
import type { OrganizationEvent } from '#parties/events';

/** What the directory has an organisation as, and where; nothing when it does not know it. */
export interface OrganizationSight {
  readonly kind: string | undefined;
  readonly region: string;
}
const organizationSight = sight<OrganizationEvent, OrganizationSight>(
  { kind: undefined, region: '' },
  { OrganizationRegistered: (_seen, { data }) => ({ kind: data.kind, region: data.region }) },
);
export const organizationOf = (id: string): StreamFact<OrganizationSight> =>
  seenIn(`organization-${id}`, organizationSight);
