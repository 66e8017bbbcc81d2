import type { Recorded } from '#kernel';
import type { z } from 'zod';
import type { AgreementDrafted, AgreementEvent, AgreementParty } from './events.js';

export type AgreementParty = z.infer<typeof AgreementParty>;
export type Draft = z.infer<typeof AgreementDrafted>['data'];

/** The papers of one path: the last draft and who signed exactly that text. */
export interface Agreement {
  readonly draft: Draft | undefined;
  readonly signed: readonly AgreementParty[];
  /** The guardian's consent to this text; asked of trainees under age. */
  readonly consent: boolean;
  readonly concluded: boolean;
}
export const noAgreement: Agreement = {
  draft: undefined,
  signed: [],
  consent: false,
  concluded: false,
};

export const evolveAgreement = (
  state: Agreement,
  { type, data }: Recorded<AgreementEvent>,
): Agreement => {
  switch (type) {
    case 'AgreementDrafted':
      // Who signed or consented did so to another text.
      return { ...noAgreement, draft: data };
    case 'AgreementSigned':
      return { ...state, signed: [...state.signed, data.party] };
    case 'GuardianConsentRecorded':
      return { ...state, consent: true };
    case 'AgreementConcluded':
      return { ...state, concluded: true };
  }
};

/** For decisions that rest on the papers: `stateOf(agreementView, id)`. */
export const agreementView = {
  category: 'agreement',
  initial: noAgreement,
  evolve: evolveAgreement,
} as const;
