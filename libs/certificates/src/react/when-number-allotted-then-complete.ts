import { reaction, seenIn, type Consequence, type Recorded } from '#kernel';
import type { LevelNumbersEvent, TrainingNumbersEvent } from '../events.js';
import { issuing, numbering, paper, type Paper } from './completing.js';

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

type Reserved =
  | Extract<TrainingNumbersEvent, { type: 'TrainingNumberAllotted' }>
  | Extract<LevelNumbersEvent, { type: 'LevelNumberAllotted' }>;

export const whenNumberAllottedThenComplete = reaction<Reserved, { readonly paper: Paper }>({
  name: 'when-number-allotted-then-complete',
  on: ['TrainingNumberAllotted', 'LevelNumberAllotted'],
  after: 250,
  facts: ({ data }) => ({ paper: seenIn(`certificate-${data.certificateId}`, paper) }),
  react: (event, { paper: { exists } }) => (exists ? [] : completionOf(event)),
});

const completionOf = ({ type, data }: Recorded<Reserved>): readonly Consequence[] => {
  switch (type) {
    case 'TrainingNumberAllotted':
      return issuing(data);
    case 'LevelNumberAllotted': {
      const { certificateId, body, batchId, candidate } = data;
      return numbering({ certificateId, body, batchId, candidate });
    }
  }
};
