import { seenIn, sight, type StreamFact } from '#kernel';
import type { OrganizationEvent } from '#parties/events';

/** Where the directory has an organisation; empty when it does not know it. */
export interface OrganizationSight {
  readonly region: string;
}
const organizationSight = sight<OrganizationEvent, OrganizationSight>(
  { region: '' },
  { OrganizationRegistered: (_seen, { data }) => ({ region: data.region }) },
);
export const organizationOf = (id: string): StreamFact<OrganizationSight> =>
  seenIn(`organization-${id}`, organizationSight);
