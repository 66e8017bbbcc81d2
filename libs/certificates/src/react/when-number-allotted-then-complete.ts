import { reaction, seenIn, sight, type Consequence, type Recorded } from '#kernel';
import type {
  CertificateEvent,
  LevelNumbersEvent,
  LevelsHeldEvent,
  TrainingNumbersEvent,
} from '../events.js';

// An allotted number is never taken back: a number without a certificate would be a gap in the series, and that number given to
// another would be a collision. So what began with a reservation is completed, by sending the very command that made it.
//
// On a store that spans streams a reservation and its certificate are one unit, and this finds the certificate every time. Elsewhere
// a process may die between the two writes. Then, whoever is first of
//   – this reaction,
//   – the caller, who had no answer and sends its command again, with the same id or another,
//   – the first process itself, if it was only slow,
// finds the certificate's own place in the series (the allotter gives the same certificate the same number), and writes the
// certificate's first event at "no stream". The store lets one of them do so; the others decide again on what they now see, and
// say nothing, because the certificate is already there for the same person. Nobody waits for anybody, and a repeat of the reaction
// after a crash has the same command id. The wait before looking only spares idle commands: no answer depends on its length.

interface Paper {
  readonly exists: boolean;
}
const paper = sight<CertificateEvent, Paper>(
  { exists: false },
  {
    TrainingCertificateIssued: () => ({ exists: true }),
    CertificateNumbered: () => ({ exists: true }),
  },
);

type Reserved =
  | Extract<TrainingNumbersEvent, { type: 'TrainingNumberAllotted' }>
  | Extract<LevelNumbersEvent, { type: 'LevelNumberAllotted' }>
  | Extract<LevelsHeldEvent, { type: 'LevelHeld' }>;

export const whenNumberAllottedThenComplete = reaction<Reserved, { readonly paper: Paper }>({
  name: 'when-number-allotted-then-complete',
  // A level is held just before its number is allotted, and dangles alike.
  on: ['TrainingNumberAllotted', 'LevelNumberAllotted', 'LevelHeld'],
  after: 250,
  facts: ({ data }) => ({ paper: seenIn(`certificate-${data.certificateId}`, paper) }),
  react: (event, { paper: { exists } }) => (exists ? [] : completionOf(event)),
});

/** What is optional in the events is always written; without it nothing can be completed, and `verify` names what dangles. */
const completionOf = ({ type, data }: Recorded<Reserved>): readonly Consequence[] => {
  switch (type) {
    case 'TrainingNumberAllotted': {
      const { certificateId, apprenticeshipId } = data;
      return apprenticeshipId === undefined
        ? []
        : [certificate('IssueTrainingCertificate', { certificateId, apprenticeshipId })];
    }
    case 'LevelNumberAllotted':
      return numbering({ ...data, candidate: data.candidate });
    case 'LevelHeld':
      return numbering({ ...data, candidate: data.person });
  }
};

const numbering = ({
  certificateId,
  body,
  batchId,
  candidate,
}: {
  readonly certificateId: string;
  readonly body?: string | undefined;
  readonly batchId?: string | undefined;
  readonly candidate: string | undefined;
}): readonly Consequence[] =>
  body === undefined || batchId === undefined || candidate === undefined
    ? []
    : [certificate('NumberCertificate', { certificateId, body, batchId, candidate })];

const certificate = (type: string, data: object): Consequence => ({
  category: 'certificate',
  command: { type, data },
});
