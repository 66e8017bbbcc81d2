import { isSystem, type Actor, type Role } from '#kernel';
import type { StoredEvent } from '#event-store';
import { wordsOf } from './words.js';

/** One event for the timeline. */
export interface HistoryLine {
  /** The day it happened. */
  readonly on: string;
  /** When it was recorded, in Shanghai. */
  readonly recorded: string;
  readonly position: string;
  readonly event: string;
  readonly who: string;
  readonly zh: string;
  readonly en: string;
  readonly figures: string;
}

/** Names of organisations by id. */
export type OrganizationNames = ReadonlyMap<string, string>;

export const lineOf = (event: StoredEvent, names: OrganizationNames): HistoryLine => {
  const { type, data, meta } = event;
  const [zh, en] = wordsOf(type);
  return {
    on: meta.occurredOn,
    recorded: inShanghai(meta.recordedAt),
    ...{ position: meta.position, event: type },
    who: whoIs(meta.actor, names),
    ...{ zh, en, figures: figuresOf(data) },
  };
};

const inShanghai = (instant: string): string =>
  new Date(Date.parse(instant) + 8 * 3_600_000).toISOString().slice(0, 16).replace('T', ' ');

const roles: Readonly<Record<Role, string>> = {
  'chain-owner': '链主',
  enterprise: '企业',
  college: '院校',
  'assessment-body': '评价机构',
  assessor: '考评员',
  base: '实训基地',
  'city-bureau': '市人社局',
  province: '省人社厅',
  trainee: '学员本人',
  operator: '平台运营',
};

const whoIs = (actor: Actor, names: OrganizationNames): string => {
  if (isSystem(actor)) return '系统';
  const { role, organization } = actor;
  const name = organization === undefined ? undefined : names.get(organization);
  return name === undefined ? roles[role] : `${roles[role]} ${name}`;
};

/** What of an event's figures is worth a look; ids are not. */
const shown = [
  ...[
    'number',
    'filingNumber',
    'level',
    'party',
    'attempt',
    'activity',
    'venue',
    'on',
    'from',
    'to',
  ],
  ...[
    'until',
    'month',
    'grade',
    'minutes',
    'recognisedMinutes',
    'classHours',
    'theory',
    'practice',
  ],
  ...['conduct', 'score', 'passed', 'basis', 'label', 'months', 'retained', 'outcome', 'reason'],
];

const figuresOf = (data: object): string =>
  shown
    .flatMap((name) => {
      const value = (data as Readonly<Record<string, unknown>>)[name];
      return ['string', 'number', 'boolean'].includes(typeof value)
        ? [`${name} ${String(value)}`]
        : [];
    })
    .join(', ');
