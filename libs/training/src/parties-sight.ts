import { sight } from '#kernel';
import type { OrganizationEvent, PersonEvent } from '#parties/events';

/** Whether a person's identity was registered, and so checked. */
export interface PersonSight {
  readonly registered: boolean;
}
export const personSight = sight<PersonEvent, PersonSight>(
  { registered: false },
  { PersonRegistered: () => ({ registered: true }) },
);

/** What an organisation is and where it is registered. */
export interface OrganizationSight {
  readonly kind: string | undefined;
  readonly region: string;
}
export const organizationSight = sight<OrganizationEvent, OrganizationSight>(
  { kind: undefined, region: '' },
  { OrganizationRegistered: (_, { data }) => ({ kind: data.kind, region: data.region }) },
);
