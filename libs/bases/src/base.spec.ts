import { describe, expect, it } from '@jest/globals';
import { given, idOf } from '#kernel';
import { base } from './base.js';
import type { BaseEvent } from './events.js';

const [baseId, operator, trainer] = [idOf('base'), idOf('operator'), idOf('trainer')];
const entry = {
  baseId,
  operator,
  name: '广州公共实训基地',
  region: '4401',
  capacity: 60,
  occupations: ['6-31-01-03'],
};
const register = (change: Partial<typeof entry> = {}) => ({
  type: 'RegisterBase' as const,
  data: { ...entry, ...change },
});
const open = { type: 'OpenBase' as const, data: { baseId, from: '2026-01-05' } };
const suspend = {
  type: 'SuspendBase' as const,
  data: { baseId, from: '2026-02-01', reason: 'renovation' as const },
};
const admit = (basis: 'contest-top-three' | 'reviewed', contestRank?: number) => ({
  type: 'AdmitTrainer' as const,
  data: { baseId, trainer, basis, ...(contestRank !== undefined && { contestRank }) },
});
const remove = { type: 'RemoveTrainer' as const, data: { baseId, trainer } };

const registered: BaseEvent = { type: 'BaseRegistered', data: entry };
const opened: BaseEvent = { type: 'BaseOpened', data: open.data };
const suspended: BaseEvent = { type: 'BaseSuspended', data: suspend.data };
const admitted: BaseEvent = { type: 'TrainerAdmitted', data: admit('reviewed').data };
const removed: BaseEvent = { type: 'TrainerRemoved', data: remove.data };
const facts = { organization: true, trainer: true };
const pool = (...past: readonly BaseEvent[]) => given(base, registered, ...past).with({ facts });

describe('registering a base', () => {
  it('records it for its operator', () => {
    given(base).with({ facts }).when(register()).then(registered);
  });
  it('refuses an operator that is not in the directory', () => {
    given(base)
      .with({ facts: { organization: false } })
      .when(register())
      .thenRejected({ code: 'E_UNKNOWN', detail: { operator } });
  });
  it('refuses another base under the same id', () => {
    for (const other of [{ operator: idOf('other') }, { name: '另一基地' }, { region: '4403' }])
      given(base, registered).with({ facts }).when(register(other)).thenRejected('E_STATE');
  });
  it('says nothing when it is registered already', () => {
    given(base, registered, opened).with({ facts }).when(register()).thenNothing();
  });
});

describe('opening and suspending a base', () => {
  it('opens it, and again after it was suspended', () => {
    given(base, registered).when(open).then(opened);
    given(base, registered, opened, suspended).when(open).then(opened);
  });
  it('says nothing when it is open already, or suspended already', () => {
    given(base, registered, opened).when(open).thenNothing();
    given(base, registered, opened, suspended).when(suspend).thenNothing();
  });
  it('suspends it with the reason', () => {
    given(base, registered, opened).when(suspend).then(suspended);
  });
  it('refuses to suspend what was never open', () => {
    given(base, registered)
      .when(suspend)
      .thenRejected({ code: 'E_STATE', detail: { standing: 'registered' } });
  });
  it('refuses both for a base nobody registered', () => {
    for (const command of [open, suspend]) given(base).when(command).thenRejected('E_UNKNOWN');
  });
  it('is for the bureau of the region', () => {
    const state = { ...base.initial, operator, region: '4401' };
    expect(base.parties(open, state, {})).toEqual({ operator, region: '4401' });
  });
});

describe('the pool of trainers', () => {
  it('admits a trainer on a named basis', () => {
    pool().when(admit('reviewed')).then(admitted);
    pool()
      .when(admit('contest-top-three', 3))
      .then({ type: 'TrainerAdmitted', data: admit('contest-top-three', 3).data });
  });
  it('refuses a contest without a place among the first three', () => {
    pool()
      .when(admit('contest-top-three', 4))
      .thenRejected({ code: 'E_BASIS', detail: { contestRank: 4 } });
    pool()
      .when(admit('contest-top-three'))
      .thenRejected({ code: 'E_BASIS', detail: { contestRank: null } });
  });
  it('refuses someone whom nobody registered', () => {
    pool()
      .with({ facts: { trainer: false } })
      .when(admit('reviewed'))
      .thenRejected({ code: 'E_UNKNOWN', detail: { trainer } });
  });
  it('removes a trainer, and may admit the same one again', () => {
    pool(admitted).when(remove).then(removed);
    pool(admitted, removed).when(admit('reviewed')).then(admitted);
  });
  it('says nothing when the trainer is in the pool already, or not in it', () => {
    pool(admitted).when(admit('reviewed')).thenNothing();
    pool().when(remove).thenNothing();
  });
  it('refuses both for a base nobody registered', () => {
    for (const command of [admit('reviewed'), remove])
      given(base).when(command).thenRejected('E_UNKNOWN');
  });
});
