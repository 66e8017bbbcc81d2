import { describe, expect, it } from '@jest/globals';
import { given, idOf, metaOf } from '#kernel';
import { noApprenticeship, type Apprenticeship } from './apprenticeship-state.js';
import { logged, loggedAtBase, openBase, path, reversed } from '../spec/hours-world.js';
import {
  adoptedPlan,
  baseId,
  classId,
  college,
  enterprise,
  li,
  openClass,
  plannedWords,
  schedule,
  sessionId,
  sessionWords,
  shenzhen,
  trainer,
  wang,
} from '../spec/offer-world.js';
import type { SessionHeld } from './events.js';
import { evolveHours, noHours, type Hours } from './hours-state.js';
import { session } from './session.js';
import { noSession, type Session } from './session-state.js';
import type { z } from 'zod';

type Paths = { readonly [name: `path-${string}`]: Apprenticeship };
type Ledgers = { readonly [name: `ledger-${string}`]: Hours };
type Held = z.infer<typeof SessionHeld>;
const scheduled = { type: 'SessionScheduled', data: plannedWords } as const;
const roster: Held['data']['roster'] = [
  { apprenticeshipId: li, checkIn: 'face' },
  { apprenticeshipId: wang, checkIn: 'none' },
];
const hold = { type: 'HoldSession', data: { sessionId, roster } } as const;
const held = { type: 'SessionHeld', data: { sessionId, roster } } as const;
const cancel = { type: 'CancelSession', data: { sessionId } } as const;
const cancelled = { type: 'SessionCancelled', data: { sessionId } } as const;
const book = {
  on: 'trainer-day',
  command: {
    type: 'BookTrainer',
    data: { trainer, on: '2026-02-27', from: '08:30', to: '12:00', sessionId },
  },
};
const free = {
  on: 'trainer-day',
  command: { type: 'FreeTrainer', data: { trainer, on: '2026-02-27', sessionId } },
};
const known = { trainer: true };
const well = { facts: { ...known, class: openClass, base: openBase, organizer: shenzhen } };

describe('scheduling a session', () => {
  it('plans it and books the trainer', () => {
    given(session).with(well).when(schedule()).then(scheduled).andClaims(book);
  });
  it('stands for the class, and for who organizes it', () => {
    const { subjects } = session;
    expect(subjects(scheduled, noSession, {})).toEqual([
      `session-${sessionId}`,
      `organization-${college}`,
      `class-${classId}`,
    ]);
  });
  it('needs no class', () => {
    given(session)
      .with({ facts: known })
      .when({ type: 'ScheduleSession', data: sessionWords })
      .then({ type: 'SessionScheduled', data: sessionWords });
  });
  it('refuses times that run backwards or stand still', () => {
    for (const to of ['08:30', '08:00'])
      given(session)
        .with(well)
        .when(schedule({ to }))
        .thenRejected({ code: 'E_SESSION', detail: { from: '08:30', to } });
  });
  it('is at a base only when that was open, and only with one of its trainers', () => {
    const there = { venue: 'base', baseId } as const;
    given(session)
      .with(well)
      .when(schedule(there))
      .then({ type: 'SessionScheduled', data: { ...plannedWords, ...there } });
    given(session)
      .with({
        facts: {
          ...well.facts,
          base: { ...openBase, suspensions: [{ from: '2026-02-01', until: undefined }] },
        },
      })
      .when(schedule({ ...there, trainer: idOf('stranger') }))
      .thenRejected('E_BASE', { code: 'E_TRAINER', detail: { trainer: idOf('stranger') } });
  });
  it('names a base when it is at one, and only then', () => {
    given(session).with(well).when(schedule({ baseId })).thenRejected('E_BASE');
    given(session)
      .with(well)
      .when(schedule({ venue: 'base' }))
      .thenRejected('E_BASE', 'E_TRAINER');
  });
  it('is for a class by its enterprise, its college, or the base it goes to', () => {
    for (const organizer of [enterprise, college])
      given(session)
        .with(well)
        .when(schedule({ organizer }))
        .then({ type: 'SessionScheduled', data: { ...plannedWords, organizer } });
    const organizer = idOf('operator');
    given(session).with(well).when(schedule({ organizer })).thenRejected('E_CLASS');
    const there = { organizer, venue: 'base', baseId } as const;
    given(session)
      .with(well)
      .when(schedule(there))
      .then({ type: 'SessionScheduled', data: { ...plannedWords, ...there } });
  });
  it('refuses a class that is closed', () => {
    given(session)
      .with({ facts: { ...known, class: { ...openClass, phase: 'closed' } } })
      .when(schedule())
      .thenRejected({ code: 'E_CLASS', detail: { classId } });
  });
  it('says nothing when it is planned so, and refuses to plan it otherwise', () => {
    given(session, scheduled).with(well).when(schedule()).thenNothing();
    given(session, scheduled)
      .with(well)
      .when(schedule({ to: '11:00' }))
      .thenRejected({ code: 'E_STATE', detail: { phase: 'scheduled' } });
  });
});

describe('scheduling a session in place of one held in error', () => {
  const wrong = idOf('wrong session');
  const replaced: Session = {
    ...noSession,
    standing: 'held',
    organizer: college,
    trainer,
    on: '2026-02-26',
    roster,
  };
  const command = schedule({ replaces: wrong });
  const facts = { ...well.facts, replaced };
  it('cancels that one and hands its trainer over', () => {
    given(session)
      .with({ facts })
      .when(command)
      .then({ type: 'SessionScheduled', data: { ...plannedWords, replaces: wrong } })
      .andClaims(
        {
          on: 'session',
          command: { type: 'ReplaceSession', data: { sessionId: wrong, by: sessionId } },
        },
        {
          on: 'trainer-day',
          command: {
            type: 'FreeTrainer',
            data: { trainer, on: '2026-02-26', sessionId: wrong },
          },
        },
        book,
      );
  });
  it('refuses one that was never held, or that another organizer held', () => {
    for (const change of [{ standing: 'scheduled' } as const, { organizer: enterprise }])
      given(session)
        .with({ facts: { ...facts, replaced: { ...replaced, ...change } } })
        .when(command)
        .thenRejected({ code: 'E_SESSION', detail: { session: wrong } });
  });
  it('goes on where the old one was cancelled for it and nothing more was written', () => {
    const half = { ...replaced, standing: 'cancelled', replacedBy: sessionId } as const;
    given(session)
      .with({ facts: { ...facts, replaced: half } })
      .when(command)
      .then({ type: 'SessionScheduled', data: { ...plannedWords, replaces: wrong } });
    given(session)
      .with({ facts: { ...facts, replaced: { ...half, replacedBy: idOf('third') } } })
      .when(command)
      .thenRejected('E_SESSION');
  });
  it('is told in the one that is replaced, once', () => {
    const replace = { type: 'ReplaceSession', data: { sessionId, by: wrong } } as const;
    const gone = { type: 'SessionCancelled', data: { sessionId, replacedBy: wrong } } as const;
    given(session, scheduled, held).when(replace).then(gone);
    given(session, scheduled, held, gone).when(replace).thenNothing();
    given(session, scheduled).when(replace).thenRejected('E_SESSION');
  });
});

describe('holding a session', () => {
  const holding = { facts: { organizer: shenzhen, class: openClass, plan: adoptedPlan } };
  it('keeps who attended and how that is known', () => {
    const { outcome } = given(session, scheduled).with(holding).when(hold).then(held);
    expect(outcome.state).toMatchObject({ standing: 'held', roster });
  });
  it('is about the day it was planned for, by the rules of the class’s programme', () => {
    const state = { ...noSession, on: '2026-02-27' };
    expect(session.occurredOn?.(hold, state, {}, '2026-03-02')).toBe('2026-02-27');
    expect(session.rules?.(hold, state, { plan: adoptedPlan, organizer: shenzhen })).toEqual({
      scheme: 'tech-trainee',
      jurisdiction: '4403',
      on: '2026-02-27',
    });
    expect(session.rules?.(hold, state, {})).toMatchObject({
      scheme: 'student-apprentice',
      jurisdiction: 'CN',
    });
  });
  it('wants everyone checked in at a base and online', () => {
    for (const venue of ['base', 'online'] as const) {
      const there = { ...scheduled, data: { ...plannedWords, venue } };
      given(session, there)
        .with(holding)
        .when(hold)
        .thenRejected({ code: 'E_NO_CHECKIN', detail: { venue, missing: [wang] } });
    }
  });
  it('refuses whoever is not of the class', () => {
    given(session, scheduled)
      .with({ facts: { ...holding.facts, class: { ...openClass, members: [li] } } })
      .when(hold)
      .thenRejected({ code: 'E_SESSION', detail: { strangers: [wang] } });
  });
  it('refuses, without a class, whomever its organizer does not train or nobody knows', () => {
    const plain = { type: 'SessionScheduled', data: sessionWords } as const;
    const ours = { ...path, college };
    const theirs = { ...path, college: idOf('another college') };
    const came = (facts: Paths) =>
      given(session, plain)
        .with({ facts: { organizer: shenzhen, ...facts } })
        .when(hold);
    came({ [`path-${li}`]: ours, [`path-${wang}`]: ours }).then(held);
    came({ [`path-${li}`]: ours, [`path-${wang}`]: theirs }).thenRejected({
      code: 'E_SESSION',
      detail: { strangers: [wang] },
    });
    came({ [`path-${li}`]: ours, [`path-${wang}`]: noApprenticeship }).thenRejected('E_SESSION');
  });
  it('takes whoever comes to a base where its operator holds it', () => {
    const organizer = openBase.operator ?? '';
    const there = { ...sessionWords, organizer, venue: 'base', baseId } as const;
    const everyone = roster.map((line) => ({ ...line, checkIn: 'face' as const }));
    const data = { sessionId, roster: everyone };
    const paths: Paths = { [`path-${li}`]: path, [`path-${wang}`]: path };
    given(session, { type: 'SessionScheduled', data: there })
      .with({ facts: { organizer: shenzhen, base: openBase, ...paths } })
      .when({ ...hold, data })
      .then({ type: 'SessionHeld', data });
  });
  it('names nobody twice', () => {
    const data = { sessionId, roster: [...roster, ...roster] };
    given(session, scheduled)
      .with(holding)
      .when({ ...hold, data })
      .thenRejected('E_INPUT');
  });
  it('refuses one that was cancelled, and another roster than the one it keeps', () => {
    given(session, scheduled, cancelled).with(holding).when(hold).thenRejected('E_STATE');
    const data = { sessionId, roster: roster.slice(1) };
    given(session, scheduled, held)
      .with(holding)
      .when({ ...hold, data })
      .thenRejected({ code: 'E_STATE', detail: { phase: 'held' } });
  });
  it('says nothing when it was held so', () => {
    given(session, scheduled, held).with(holding).when(hold).thenNothing();
  });
});

describe('cancelling a session', () => {
  const ledger = (...events: readonly ReturnType<typeof logged | typeof reversed>[]) =>
    events.reduce(
      (state, event, at) => evolveHours(state, { ...event, meta: metaOf('hours', at) }),
      noHours,
    );
  it('frees the trainer', () => {
    given(session, scheduled).when(cancel).then(cancelled).andClaims(free);
  });
  it('waits until the hours made from one that was held are taken back', () => {
    const mine = { session: sessionId };
    const stands: Ledgers = {
      [`ledger-${li}`]: ledger(logged(mine)),
      [`ledger-${wang}`]: ledger(logged(mine), reversed(), loggedAtBase({ entry: idOf('x') })),
    };
    const back: Ledgers = { ...stands, [`ledger-${li}`]: ledger(logged(mine), reversed()) };
    given(session, scheduled, held)
      .with({ facts: stands })
      .when(cancel)
      .thenRejected({ code: 'E_STATE', detail: { phase: 'held', hours: 1 } });
    given(session, scheduled, held)
      .with({ facts: back })
      .when(cancel)
      .then(cancelled)
      .andClaims(free);
  });
  it('says nothing when it was cancelled, and refuses one that nobody planned', () => {
    given(session, scheduled, cancelled).when(cancel).thenNothing();
    given(session).when(cancel).thenRejected('E_UNKNOWN');
  });
});
