import { randomUUID } from 'node:crypto';
import { addDays, idNumberWithCheck, type PersonActor, type Role } from '#kernel';
import { guangdongCounties, type GuangdongCity } from '../../apps/cli/src/seed/guangdong.js';
import {
  syntheticOrganizations,
  type OrganizationKind,
} from '../../apps/cli/src/seed/organizations.js';
import { syntheticPeople } from '../../apps/cli/src/seed/people.js';
import type { Voice } from '../support/voice.js';
import { operator, province, shout } from '../support/actors.js';
import type { World } from '../support/world.js';

/** An organisation with two of its people, because what one records another confirms. */
export interface Organization {
  readonly id: string;
  readonly name: string;
  readonly voice: Voice;
  readonly second: Voice;
}
export interface Identity {
  readonly name: string;
  readonly idKind: 'RESIDENT_ID';
  readonly idNumber: string;
  readonly phone: string;
}
export interface Person {
  readonly id: string;
  readonly identity: Identity;
  /** The person as a trainee. */
  readonly voice: Voice;
  readonly asAssessor: Voice;
}

export interface Cast {
  readonly province: Voice;
  /** Of Shenzhen, where the enterprise is. */
  readonly bureau: Voice;
  readonly farBureau: Voice;
  readonly operator: Voice;
  readonly enterprise: Organization;
  readonly rival: Organization;
  readonly college: Organization;
  readonly farCollege: Organization;
  readonly base: Organization;
  readonly body: Organization;
  readonly farBody: Organization;
  /** Someone not yet registered, born on the day or soon after: no two share a number. */
  stranger(born?: string): Person;
  /** Someone registered by the enterprise. */
  person(born?: string): Promise<Person>;
}

const kinds = {
  enterprise: ['enterprise', 'enterprise'],
  college: ['college', 'college'],
  'assessment-body': ['assessment-body', 'assessment-body'],
  base: ['base', 'base-operator'],
} as const satisfies Partial<Record<OrganizationKind, readonly [Role, string]>>;

/** Everyone the stories need, registered through the API. */
export const openCast = async (world: World): Promise<Cast> => {
  const synthetic = syntheticOrganizations(7);
  const register = async (index: number, kind: keyof typeof kinds, city: GuangdongCity) => {
    const { name, uscc, region } = synthetic(index, kind, city);
    const [role, registered] = kinds[kind];
    const id = randomUUID();
    await world.as(operator).does('registerOrganization', {
      ...{ organizationId: id, name, uscc, region, kind: shout(registered) },
      chainOwner: index === 0,
    });
    const user = (who: string): PersonActor => ({ user: `${who}-${id}`, role, organization: id });
    return { id, name, voice: world.as(user('first')), second: world.as(user('second')) };
  };
  const enterprise = await register(0, 'enterprise', '4403');
  const strangers = strangersIn(world);
  return {
    enterprise,
    rival: await register(1, 'enterprise', '4401'),
    college: await register(2, 'college', '4403'),
    farCollege: await register(3, 'college', '4401'),
    base: await register(4, 'base', '4403'),
    body: await register(5, 'assessment-body', '4403'),
    farBody: await register(6, 'assessment-body', '4401'),
    province: world.as(province),
    bureau: world.as({ user: 'shenzhen', role: 'city-bureau', region: '4403' }),
    farBureau: world.as({ user: 'guangzhou', role: 'city-bureau', region: '4401' }),
    operator: world.as(operator),
    stranger: strangers,
    person: async (born) => {
      const person = strangers(born);
      await enterprise.voice.does('registerPerson', identified(person));
      return person;
    },
  };
};

export const identified = ({ id, identity }: Person) => ({ personId: id, identity });

const strangersIn = (world: World): Cast['stranger'] => {
  const names = syntheticPeople(11);
  let made = 0;
  return (born = '2002-05-04') => {
    const index = made++;
    const id = randomUUID();
    const county = guangdongCounties[index % guangdongCounties.length] ?? '';
    const day = addDays(born, Math.floor(index / guangdongCounties.length)).replaceAll('-', '');
    const { name, phone } = names(index);
    const idNumber = idNumberWithCheck(`${county}${day}000`) ?? '';
    const role = (as: Role) => world.as({ user: `${as}-${id}`, role: as, person: id });
    return {
      id,
      identity: { name, idKind: 'RESIDENT_ID', idNumber, phone },
      voice: role('trainee'),
      asAssessor: role('assessor'),
    };
  };
};
