import { z } from 'zod';
import { command, decider, RegionCode, reject, Uscc, Uuid, type Recorded } from '#kernel';
import { OrganizationEvent, OrganizationKind } from './events.js';

const RegisterOrganization = command(
  'RegisterOrganization',
  {
    summary:
      'Enter an enterprise, college, assessment body, base operator or bureau in the directory.',
    zh: '登记机构',
    allow: { operator: 'any', province: 'region', 'city-bureau': 'region' },
  },
  {
    organizationId: Uuid,
    kind: OrganizationKind,
    name: z.string().min(2).max(100).describe('The registered name.'),
    uscc: Uscc,
    region: RegionCode.describe('Where it is registered: decides whose rules hold for its acts.'),
    chainOwner: z.boolean().default(false).describe('Whether it leads a chain.'),
  },
);
export const OrganizationCommand = z.discriminatedUnion('type', [RegisterOrganization]);
export type OrganizationCommand = z.infer<typeof OrganizationCommand>;

type Entry = Extract<OrganizationEvent, { type: 'OrganizationRegistered' }>['data'];
export interface Organization {
  readonly entry: Entry | undefined;
}

/** An organisation as the directory knows it. */
export const organization = decider<OrganizationCommand, Organization, OrganizationEvent, never>({
  category: 'organization',
  commands: OrganizationCommand,
  events: OrganizationEvent,
  refusals: {},
  initial: { entry: undefined },
  creators: ['RegisterOrganization'],
  streamOf: ({ data }) => data.organizationId,
  parties: ({ data }) => ({ region: data.region }),
  decide: ({ data }, state) => {
    const { entry } = state;
    if (!entry) return [{ type: 'OrganizationRegistered', data }];
    const same =
      entry.kind === data.kind &&
      entry.name === data.name &&
      entry.uscc === data.uscc &&
      entry.region === data.region &&
      entry.chainOwner === data.chainOwner;
    return same ? [] : reject('E_STATE', { registeredAs: entry.uscc });
  },
  evolve: (_state, { data }: Recorded<OrganizationEvent>) => ({ entry: data }),
  subjects: ({ data }) => [`organization-${data.organizationId}`],
});
