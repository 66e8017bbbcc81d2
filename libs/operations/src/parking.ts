import { z } from 'zod';
import { command, decider, reject, Uuid, type Recorded } from '#kernel';
import { DiscardReason, ParkingEvent, ViewName } from './events.js';

const RetryParked = command(
  'RetryParked',
  {
    summary: 'Have what is parked in a view tried again, all of it or what waits with one row.',
    zh: '重试视图中搁置的事件（全部或指定记录）',
    allow: { operator: 'any' },
  },
  {
    view: ViewName,
    key: z
      .string()
      .min(1)
      .max(200)
      .optional()
      .describe('Key of a row that waits; left out, everything that waits in the view.'),
  },
);
const DiscardParked = command(
  'DiscardParked',
  {
    summary:
      'Have one parked event left out of a view for good; what waits behind it is tried again.',
    zh: '将一条搁置事件从视图中排除（须注明理由），并重试其后的事件',
    allow: { operator: 'any' },
  },
  {
    view: ViewName,
    event: Uuid.describe('Id of the parked event.'),
    reason: DiscardReason,
  },
);
const ConfirmDiscard = command(
  'ConfirmDiscard',
  {
    summary: 'Put on record that a view leaves an event out, as was asked.',
    zh: '确认已排除搁置事件',
    allow: {},
  },
  { view: ViewName, event: Uuid },
);
export const ParkingCommand = z.discriminatedUnion('type', [
  RetryParked,
  DiscardParked,
  ConfirmDiscard,
]);
export type ParkingCommand = z.infer<typeof ParkingCommand>;

/** Of each event of a view, how far its discard has come. */
export interface Parking {
  readonly discards: Readonly<Record<string, 'asked' | 'done'>>;
}

/**
 * What operators ask to be done with parked events, a stream for each view. An event that does not wait in the view is not discarded,
 * and only the view's keeper knows: so asking and its confirmation are two records, and folds go by the second.
 */
export const parking = decider<ParkingCommand, Parking, ParkingEvent, never>({
  category: 'parking',
  commands: ParkingCommand,
  events: ParkingEvent,
  refusals: {},
  initial: { discards: {} },
  creators: ['RetryParked', 'DiscardParked', 'ConfirmDiscard'],
  streamOf: ({ data }) => data.view,
  parties: () => ({}),
  decide: (given, { discards }) => {
    switch (given.type) {
      case 'RetryParked':
        return [{ type: 'ParkedRetryRequested', data: given.data }];
      case 'DiscardParked':
        if (discards[given.data.event] === 'done') return [];
        return [{ type: 'ParkedDiscardRequested', data: given.data }];
      case 'ConfirmDiscard': {
        const { view, event } = given.data;
        if (discards[event] === 'done') return [];
        if (discards[event] === undefined) return reject('E_STATE', { asked: false });
        return [{ type: 'ParkedEventDiscarded', data: { view, event } }];
      }
    }
  },
  evolve: ({ discards }, { type, data }: Recorded<ParkingEvent>) => {
    switch (type) {
      case 'ParkedRetryRequested':
        return { discards };
      case 'ParkedDiscardRequested':
        return { discards: { ...discards, [data.event]: discards[data.event] ?? 'asked' } };
      case 'ParkedEventDiscarded':
        return { discards: { ...discards, [data.event]: 'done' } };
    }
  },
  subjects: ({ data }) => [`view-${data.view}`],
});
