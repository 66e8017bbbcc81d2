import { z } from 'zod';
import {
  checkIdDocument,
  command,
  Day,
  decider,
  IdKind,
  reject,
  Uuid,
  type Actor,
  type Context,
  type KernelRefusal,
  type Recorded,
  type Rejection,
} from '#kernel';
import { PersonEvent, PersonIdentityCorrected } from './events.js';
import { levelNames, pathNames } from './sights.js';

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
const byRegistrar = {
  enterprise: 'registrar',
  college: 'registrar',
  'assessment-body': 'registrar',
  base: 'registrar',
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
    summary:
      'Replace a wrongly typed or renewed identity; once a path or a certificate names the person, another has to confirm it.',
    zh: '更正身份信息（已有培养经历或证书的，须经他人确认）',
    allow: byRegistrar,
  },
  {
    personId: Uuid,
    identity: Identity,
    reason: PersonIdentityCorrected.shape.data.shape.reason,
  },
);
const ConfirmIdentityCorrection = command(
  'ConfirmIdentityCorrection',
  {
    summary:
      'Confirm, as another than who asked, a correction of an identity, by reading the document anew.',
    zh: '复核并确认身份信息更正',
    allow: { ...byRegistrar, 'city-bureau': 'any', province: 'any' },
  },
  {
    personId: Uuid,
    version: Uuid.describe('As the request names it.'),
    identity: Identity.describe('As read from the document by who confirms: the same or refused.'),
  },
);
export const PersonCommand = z.discriminatedUnion('type', [
  RegisterPerson,
  CorrectIdentity,
  ConfirmIdentityCorrection,
]);
export type PersonCommand = z.infer<typeof PersonCommand>;

export const personRefusals = {
  E_ID: {
    clause: '3.3',
    zh: '证件号码校验不通过',
    en: 'the identity document number is not valid',
  },
  E_FOUR_EYES_IDENTITY: {
    clause: '3.3',
    zh: '不得确认本人提出的身份更正',
    en: 'the one who asked for the correction may not confirm it',
  },
} as const;
type Rule = keyof typeof personRefusals;

export interface Person {
  readonly registeredBy: string | undefined;
  readonly idKind: IdKind | undefined;
  /** The identity that stands; absent where it was recorded before versions were. */
  readonly version: string | undefined;
  readonly requested: Requested | undefined;
}
interface Requested {
  readonly version: string;
  readonly reason: Asked<'CorrectIdentity'>['reason'];
  readonly by: string;
}
type Asked<T extends PersonCommand['type']> = Extract<PersonCommand, { type: T }>['data'];

/** Whose identity others rest on: absent where the command has no use for it. */
export type PersonFacts = { readonly path?: boolean; readonly levels?: boolean };

/** A person by pseudonym. Who it is, only the vault knows. */
export const person = decider<PersonCommand, Person, PersonEvent, Rule, PersonFacts>({
  category: 'person',
  commands: PersonCommand,
  events: PersonEvent,
  refusals: personRefusals,
  initial: { registeredBy: undefined, idKind: undefined, version: undefined, requested: undefined },
  creators: ['RegisterPerson'],
  streamOf: ({ data }) => data.personId,
  facts: ({ type, data }) =>
    type === 'CorrectIdentity'
      ? { path: pathNames(data.personId), levels: levelNames(data.personId) }
      : {},
  parties: (_command, state) => ({ registrar: state.registeredBy }),
  decide: (given, state, context) => {
    const unfit = unfitIdentity(given.data.identity);
    if (unfit) return unfit;
    switch (given.type) {
      case 'RegisterPerson':
        return register(given.data, state, context);
      case 'CorrectIdentity':
        return correct(given.data, context);
      case 'ConfirmIdentityCorrection':
        return confirm(given.data, state, context);
    }
  },
  evolve: (state, { type, data, meta }: Recorded<PersonEvent>) => {
    switch (type) {
      case 'PersonRegistered':
        return {
          registeredBy: data.registeredBy,
          idKind: data.idKind,
          version: data.version,
          requested: undefined,
        };
      case 'PersonIdentityCorrected':
        return {
          ...state,
          idKind: data.idKind ?? state.idKind,
          version: data.version ?? state.version,
          requested: undefined,
        };
      case 'IdentityCorrectionRequested': {
        const { version, reason } = data;
        return { ...state, requested: { version, reason, by: nameOf(meta.actor) } };
      }
    }
  },
  subjects: (event, state) => {
    const by = event.type === 'PersonRegistered' ? event.data.registeredBy : state.registeredBy;
    return [`person-${event.data.personId}`, ...(by ? [`organization-${by}`] : [])];
  },
  personal: ({ type, data }, _state, _facts, id) => ({
    person: data.personId,
    identity: data.identity,
    // What is confirmed has to be what was asked for: the vault keeps one identity under a reference.
    ref: type === 'ConfirmIdentityCorrection' ? data.version : id('identity'),
  }),
  digested: (events, { before, after }) =>
    events.map((event) =>
      event.type === 'PersonRegistered'
        ? event
        : ({ ...event, data: { ...event.data, before, after } } as PersonEvent),
    ),
});

type PersonContext = Context<PersonFacts>;
type Decided = readonly PersonEvent[] | Rejection<Rule | KernelRefusal>;

const nameOf = (actor: Actor): string => ('user' in actor ? actor.user : actor.system);

const unfitIdentity = ({ idKind, idNumber, born }: Asked<'RegisterPerson'>['identity']) => {
  const checked = checkIdDocument(idKind, idNumber);
  if (!checked.ok) return reject('E_ID', { idKind, failure: checked.failure });
  if (checked.born !== undefined || born !== undefined) return undefined;
  const message = 'needed for this document';
  return reject('E_INPUT', { field: 'data.identity.born', message });
};

const register = (
  { personId, identity: { idKind } }: Asked<'RegisterPerson'>,
  state: Person,
  { actor, id }: PersonContext,
): Decided => {
  if (state.registeredBy !== undefined)
    return state.idKind === idKind ? [] : reject('E_STATE', { registeredAs: state.idKind ?? null });
  const registeredBy = 'organization' in actor && actor.organization;
  if (!registeredBy) return reject('E_FORBIDDEN', { organization: null });
  const data = { personId, idKind, registeredBy, version: id('identity') };
  return [{ type: 'PersonRegistered', data }];
};

/** Where a path or a certificate names the person, another identity would be another human's path: one alone may not do that. */
const correct = (
  { personId, reason, identity: { idKind } }: Asked<'CorrectIdentity'>,
  { evidence, facts, id }: PersonContext,
): Decided => {
  if (evidence.length === 0) return reject('E_INPUT', { path: 'evidence' });
  const data = { personId, reason, idKind, version: id('identity') };
  const isNamed = facts.path === true || facts.levels === true;
  return [{ type: isNamed ? 'IdentityCorrectionRequested' : 'PersonIdentityCorrected', data }];
};

const confirm = (
  { personId, version, identity: { idKind } }: Asked<'ConfirmIdentityCorrection'>,
  { version: standing, requested }: Person,
  { actor }: PersonContext,
): Decided => {
  if (requested?.version !== version)
    return standing === version ? [] : reject('E_STATE', { requested: requested?.version ?? null });
  if (requested.by === nameOf(actor)) return reject('E_FOUR_EYES_IDENTITY');
  const { reason } = requested;
  return [{ type: 'PersonIdentityCorrected', data: { personId, reason, idKind, version } }];
};
