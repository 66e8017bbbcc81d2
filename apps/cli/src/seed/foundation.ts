import { addMonths } from '#kernel';
import { bundledPacks } from '#policy';
import { baseOffice, bodyOffice, bureauOf, operator, provinceOffice } from './actors.js';
import type { Layout, Organization } from './layout.js';
import { syntheticPeople } from './people.js';
import { act, type Act, type Chain, type Wave } from './step.js';
import { trades } from './trades.js';

const kinds = {
  enterprise: 'enterprise',
  college: 'college',
  'assessment-body': 'assessment-body',
  base: 'base-operator',
  bureau: 'bureau',
} as const;

const registered = (
  organization: Organization,
  more: { readonly kind?: 'province'; readonly chainOwner?: boolean } = {},
): Act => {
  const { id, kind, name, uscc, region } = organization;
  return act(`register:${id}`, operator, 'organization', {
    type: 'RegisterOrganization',
    data: {
      ...{ organizationId: id, kind: more.kind ?? kinds[kind], name, uscc, region },
      chainOwner: more.chainOwner ?? false,
    },
  });
};

/** The public training base that the base operator runs. */
export const baseIdOf = ({ id }: Layout): string => id('base');

/** Assessors of a body come from everywhere, so that every panel has outsiders. */
export const assessorsPerBody = 5;
export const assessorOf = ({ id }: Layout, body: Organization, nth: number): string =>
  id(`assessor:${body.id}:${String(nth)}`);

const assessorHome = ({ colleges, chainOwner, base }: Layout, body: Organization, nth: number) => {
  const homes = [
    { organization: body, partyKind: 'assessment-body' },
    { organization: colleges[0] ?? body, partyKind: 'college' },
    { organization: chainOwner, partyKind: 'enterprise' },
    { organization: base, partyKind: 'base' },
    { organization: colleges[1] ?? body, partyKind: 'college' },
  ] as const;
  return homes[nth % homes.length] ?? homes[0];
};

const scope = trades.map(({ occupation }) => ({
  occupation,
  levels: ['JUNIOR', 'INTERMEDIATE', 'SENIOR'] as const,
}));

const packs = (layout: Layout): Chain =>
  bundledPacks.map((data) =>
    act(
      `pack:${data.jurisdiction}:${data.scheme}:${String(data.edition)}`,
      provinceOffice(layout),
      'rule-pack',
      { type: 'PublishRulePack', data },
    ),
  );

const openBase = (layout: Layout): Chain => {
  const { base, from, parameters } = layout;
  const baseId = baseIdOf(layout);
  return [
    act('base:register', baseOffice(base), 'base', {
      type: 'RegisterBase',
      data: {
        ...{ baseId, operator: base.id, name: base.name, region: base.region },
        capacity: Math.max(80, Math.min(2_000, parameters.trainees)),
        occupations: trades.map(({ occupation }) => occupation),
      },
    }),
    act('base:open', bureauOf(layout, base.region), 'base', {
      type: 'OpenBase',
      data: { baseId, from },
    }),
  ];
};

const fileBody = (layout: Layout, body: Organization, nth: number): Chain => {
  const until = addMonths(layout.from, 72);
  const people = syntheticPeople(layout.parameters.seed, 'staff');
  const assessors = Array.from({ length: assessorsPerBody }, (_, k) => {
    const assessor = assessorOf(layout, body, k);
    const { organization, partyKind } = assessorHome(layout, body, k);
    const { name, idKind, idNumber, phone } = people(nth * assessorsPerBody + k);
    return [
      act(`${assessor}:register`, bodyOffice(body), 'person', {
        type: 'RegisterPerson',
        data: { personId: assessor, identity: { name, idKind, idNumber, phone } },
      }),
      act(`${assessor}:qualify`, bodyOffice(body), 'assessor', {
        type: 'QualifyAssessor',
        data: {
          ...{ assessor, body: body.id, organization: organization.id, partyKind },
          ...{ grade: k === 0 ? 'senior-assessor' : 'assessor', scope, until },
        },
      }),
    ];
  });
  return [
    act(`${body.id}:file`, provinceOffice(layout), 'body-filing', {
      type: 'FileBody',
      data: {
        ...{ body: body.id, kind: 'S', bodyCode: '0000', province: '44' },
        site: String(100_000 + nth),
        ...{ scope, affiliates: [], from: layout.from, until },
      },
    }),
    ...assessors.flat(),
  ];
};

/** The first day: who there is, whose rules hold, where training and assessment may take place. */
export const foundation = (layout: Layout): readonly Wave[] => {
  const { from: day, chainOwner, province, base, bureaus, bodies, colleges, enterprises } = layout;
  const wave = (hour: Wave['hour'], chains: readonly Chain[]): Wave => ({
    ...{ day, hour, lane: 'foundation' },
    chains: () => chains,
  });
  return [
    wave('morning', [
      [registered(chainOwner, { chainOwner: true })],
      [registered(province, { kind: 'province' })],
      ...[base, ...bureaus, ...bodies, ...colleges, ...enterprises].map((one) => [registered(one)]),
      packs(layout),
    ]),
    wave('afternoon', [openBase(layout), ...bodies.map((one, nth) => fileBody(layout, one, nth))]),
  ];
};
