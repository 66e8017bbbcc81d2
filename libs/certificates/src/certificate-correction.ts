import { reject, unmet, when, type Claim } from '#kernel';
import { change } from './certificate-change.js';
import type { Certificate } from './certificate-state.js';
import type {
  Asked,
  CertificateContext,
  CertificateDecisions,
  CertificateFacts,
  Decided,
} from './certificate-types.js';
import { amiss, isSame, told, type Correction } from './correction.js';
import { levelsHeld } from './levels-held.js';

/** Consent to a change, and the one change that consents to a value. */
export const correctionDecisions: Pick<
  CertificateDecisions,
  'CoSignChange' | 'CorrectCertificate'
> = {
  CoSignChange: (data, state) => coSign(data, state),
  CorrectCertificate: ({ certificateId, reason, ...correction }, state, context) => {
    const wrong = amiss(correction);
    if (wrong) return wrong;
    if (isSo(correction, state)) return [];
    const isFor = (consent: Partial<Correction>) => isSame(consent, correction);
    const broken = brokenDay(correction, state, context);
    const wanted = { name: 'correct', from: ['valid', 'suspended'], isFor, broken } as const;
    return change(wanted, state, context, (made) => ({
      type: 'CertificateCorrected',
      data: { certificateId, ...made, reason, ...told(correction) },
    }));
  },
};

const coSign = (
  { certificateId, custodian, change: name, field, ...values }: Asked<'CoSignChange'>,
  state: Certificate,
): Decided => {
  const isCorrection = name === 'correct';
  const extra = (['occupation', 'issuedOn'] as const).find((one) => values[one] !== undefined);
  if (isCorrection ? field === undefined : field !== undefined)
    return reject('E_INPUT', { path: 'data.field' });
  if (!isCorrection && extra !== undefined) return reject('E_INPUT', { path: `data.${extra}` });
  const correction = field && { field, ...values };
  const wrong = correction && amiss(correction);
  if (wrong) return wrong;
  const given = state.coSigned[name].filter((one) => one.custodian === custodian);
  if (given.some((one) => !correction || isSame(one, correction))) return [];
  const data = { certificateId, custodian, change: name, ...(correction && told(correction)) };
  return (
    unmet(
      when(state.standing === 'revoked', 'E_STATE', { standing: state.standing }),
      when(!state.custodians.includes(custodian), 'E_CO_SIGN', { custodian, attested: false }),
    ) ?? [{ type: 'ChangeCoSigned', data }]
  );
};

/** What only the paper says is corrected as often as somebody shows that it was. */
const isSo = (
  { field, occupation, issuedOn }: Correction,
  { issued, standing, ...state }: Certificate,
): boolean =>
  issued &&
  standing !== 'revoked' &&
  ((field === 'occupation' && occupation === state.occupation) ||
    (field === 'issue-date' && issuedOn === state.issuedOn));

/** No paper was issued before what it rests on, after it was reported, or on a day that has not come. */
const brokenDay = (
  { issuedOn }: Correction,
  { reportedOn }: Certificate,
  { facts, today }: CertificateContext,
) => {
  const notBefore = firstDay(facts);
  if (issuedOn === undefined) return [];
  return [
    when(issuedOn > today, 'E_FUTURE', { issuedOn, today }),
    when(issuedOn < (notBefore ?? issuedOn) || issuedOn > (reportedOn ?? issuedOn), 'E_STATE', {
      issuedOn,
      notBefore: notBefore ?? null,
      notAfter: reportedOn ?? null,
    }),
  ];
};

const firstDay = ({ final, batch }: CertificateFacts) =>
  final?.passed.at(0)?.on ?? batch?.approvedOn;

/**
 * The right level is held beside the wrong one before the certificate says so, and the wrong one let go afterwards by a reaction: a
 * writer that dies in between leaves too much held and never too little. A training certificate holds no level.
 */
export const correctionClaims = (
  { certificateId, occupation }: Asked<'CorrectCertificate'>,
  { kind, person, level }: Certificate,
): readonly Claim[] =>
  kind !== 'level' || level === undefined || occupation === undefined
    ? []
    : [
        {
          on: levelsHeld,
          command: {
            type: 'HoldCorrectedLevel',
            data: { person, occupation, level, certificateId },
          },
        },
      ];
