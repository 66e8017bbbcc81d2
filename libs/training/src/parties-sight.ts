import { everIn, sight } from '#kernel';
import type { OrganizationEvent, PersonEvent } from '#parties/events';

/** Whether a person's identity was registered, and so checked. */
export const isRegistered = (person: string) =>
  everIn(`person-${person}`, 'PersonRegistered' satisfies PersonEvent['type']);

/** What an organisation is and where it is registered. */
export interface OrganizationSight {
  readonly kind: string | undefined;
  readonly region: string;
}
export const organizationSight = sight<OrganizationEvent, OrganizationSight>(
  { kind: undefined, region: '' },
  { OrganizationRegistered: (_, { data }) => ({ kind: data.kind, region: data.region }) },
);
