import { z } from 'zod';
import {
  checkIdDocument,
  command,
  Day,
  decider,
  IdKind,
  reject,
  Uuid,
  type Recorded,
} from '#kernel';
import { PersonEvent, PersonIdentityCorrected } from './events.js';

/** Never stored in an event: kept by the vault under the person's own key. */
const Identity = z
  .strictObject({
    name: z.string().min(2).max(60).describe('Full name as in the document.'),
    idKind: IdKind,
    idNumber: z.string().min(5).max(30).describe('Number of the document; checked by its rule.'),
    phone: z
      .string()
      .regex(/^\+?[\d-]{6,20}$/)
      .optional(),
    born: Day.optional().describe('Day of birth, where the document number does not tell it.'),
  })
  .meta({ id: 'Identity' });

const registrars = {
  enterprise: 'any',
  college: 'any',
  'assessment-body': 'any',
  base: 'any',
  operator: 'any',
} as const;
const RegisterPerson = command(
  'RegisterPerson',
  {
    summary: 'Register a person by real name under a pseudonym; the identity goes to the vault.',
    zh: '实名登记人员（身份信息加密存放）',
    allow: registrars,
    many: true,
  },
  { personId: Uuid, identity: Identity },
);
const CorrectIdentity = command(
  'CorrectIdentity',
  {
    summary: 'Replace a wrongly typed or renewed identity in the vault.',
    zh: '更正身份信息',
    allow: {
      enterprise: 'registrar',
      college: 'registrar',
      'assessment-body': 'registrar',
      base: 'registrar',
      operator: 'any',
    },
  },
  {
    personId: Uuid,
    identity: Identity,
    reason: PersonIdentityCorrected.shape.data.shape.reason,
  },
);
export const PersonCommand = z.discriminatedUnion('type', [RegisterPerson, CorrectIdentity]);
export type PersonCommand = z.infer<typeof PersonCommand>;

export const personRefusals = {
  E_ID: {
    clause: '3.3',
    zh: '证件号码校验不通过',
    en: 'the identity document number is not valid',
  },
} as const;
type Rule = keyof typeof personRefusals;

export interface Person {
  readonly registeredBy: string | undefined;
  readonly idKind: IdKind | undefined;
}

/** A person by pseudonym. Who it is, only the vault knows. */
export const person = decider<PersonCommand, Person, PersonEvent, Rule>({
  category: 'person',
  commands: PersonCommand,
  events: PersonEvent,
  refusals: personRefusals,
  initial: { registeredBy: undefined, idKind: undefined },
  creators: ['RegisterPerson'],
  streamOf: ({ data }) => data.personId,
  parties: (_command, state) => ({ registrar: state.registeredBy }),
  decide: (given, state, { actor }) => {
    const { personId, identity } = given.data;
    const { idKind, idNumber, born } = identity;
    const checked = checkIdDocument(idKind, idNumber);
    if (!checked.ok) return reject('E_ID', { idKind, failure: checked.failure });
    if (checked.born === undefined && born === undefined) {
      return reject('E_INPUT', {
        field: 'data.identity.born',
        message: 'needed for this document',
      });
    }
    switch (given.type) {
      case 'RegisterPerson': {
        if (state.registeredBy !== undefined)
          return state.idKind === idKind
            ? []
            : reject('E_STATE', { registeredAs: state.idKind ?? null });
        const registeredBy = 'organization' in actor && actor.organization;
        if (!registeredBy) return reject('E_FORBIDDEN', { organization: null });
        return [{ type: 'PersonRegistered', data: { personId, idKind, registeredBy } }];
      }
      case 'CorrectIdentity':
        return [
          {
            type: 'PersonIdentityCorrected',
            data: { personId, reason: given.data.reason, idKind },
          },
        ];
    }
  },
  evolve: (state, { type, data }: Recorded<PersonEvent>) => {
    switch (type) {
      case 'PersonRegistered':
        return { registeredBy: data.registeredBy, idKind: data.idKind };
      case 'PersonIdentityCorrected':
        return { ...state, idKind: data.idKind ?? state.idKind };
    }
  },
  subjects: (event, state) => {
    const by = event.type === 'PersonRegistered' ? event.data.registeredBy : state.registeredBy;
    return [`person-${event.data.personId}`, ...(by ? [`organization-${by}`] : [])];
  },
  personal: ({ data }) => ({ person: data.personId, identity: data.identity }),
});
