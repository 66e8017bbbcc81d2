import { z } from 'zod';
import { command, Uuid, type Refusal } from '#kernel';
import { ClassOpened } from './events.js';

const opened = ClassOpened.shape.data.shape;
const one = { classId: Uuid };
const seat = { ...one, apprenticeshipId: Uuid };

const OpenClass = command(
  'OpenClass',
  {
    summary: 'Open a class that trains by one adopted plan.',
    zh: '开设培训班（一班一方案）',
    allow: { enterprise: 'enterprise' },
  },
  {
    ...one,
    enterprise: Uuid.describe('The enterprise whose apprentices the class takes.'),
    college: Uuid.optional().describe('The college that trains with the enterprise.'),
    planId: Uuid.describe('The adopted plan of the same enterprise that the class follows.'),
    name: opened.name,
    capacity: opened.capacity.describe('Seats; the rules set the most.'),
  },
);
const CloseClass = command(
  'CloseClass',
  {
    summary: 'Close a class: nobody is enrolled in it any more.',
    zh: '关闭培训班',
    allow: { enterprise: 'enterprise' },
  },
  one,
);
const TakeSeat = command(
  'TakeSeat',
  {
    summary: 'Reserve a seat for a path; part of its enrolment, never sent alone.',
    zh: '占用班级名额（系统内部）',
    allow: {},
  },
  { ...seat, enterprise: Uuid.describe('The enterprise of the path.') },
);
const FreeSeat = command(
  'FreeSeat',
  {
    summary: 'Release the seat of a path that left the class; never sent alone.',
    zh: '释放班级名额（系统内部）',
    allow: {},
  },
  seat,
);

export const ClassCommand = z.discriminatedUnion('type', [
  OpenClass,
  CloseClass,
  TakeSeat,
  FreeSeat,
]);
export type ClassCommand = z.infer<typeof ClassCommand>;

export const classRefusals = {
  E_CAPACITY_CLASS: {
    clause: '2.1.2',
    zh: '超过班级人数上限',
    en: 'more trainees than the class may hold',
  },
  E_CLASS: {
    clause: '2.1.2',
    zh: '班级不存在、已关闭或不属于该单位',
    en: 'no such class of this organisation, or it is closed',
  },
  E_PLAN: {
    clause: '2.1.2',
    zh: '培养方案未采用或不属于该单位',
    en: 'the plan is not in use, or not of this organisation',
  },
} as const satisfies Record<string, Refusal>;
export type ClassRule = keyof typeof classRefusals;
