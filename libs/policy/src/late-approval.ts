import { z } from 'zod';
import { command, Day, decider, RegionCode, Uuid, type Recorded, reject } from '#kernel';
import { LateApprovalEvent, LateReason } from './events.js';

const ApproveLateEntry = command(
  'ApproveLateEntry',
  {
    summary:
      'Allow entries for days beyond the limit, for one path, certificate, batch or session.',
    zh: '批准逾期补录',
    allow: { 'city-bureau': 'region', province: 'region' },
  },
  {
    approvalId: Uuid,
    target: Uuid.describe(
      'Id of the path, certificate, batch or session. A session covers its roster and the hours of everyone on it, also when another session stands for it; no hours of any other.',
    ),
    region: RegionCode.describe(
      'Where the target belongs: the bureau approves for its own, and nothing else is covered.',
    ),
    from: Day,
    until: Day,
    reason: LateReason,
  },
);
const WithdrawLateApproval = command(
  'WithdrawLateApproval',
  {
    summary: 'Withdraw an approval; entries already made under it stay.',
    zh: '撤回逾期补录批准',
    allow: { 'city-bureau': 'approver', province: 'any' },
  },
  { approvalId: Uuid },
);
export const LateApprovalCommand = z.discriminatedUnion('type', [
  ApproveLateEntry,
  WithdrawLateApproval,
]);
export type LateApprovalCommand = z.infer<typeof LateApprovalCommand>;

export interface LateApproval {
  readonly standing: 'none' | 'approved' | 'withdrawn';
  readonly approver: string | undefined;
}

/** A supervisor's leave to record late (§3: more than the limit of days needs it). */
export const lateApproval = decider<LateApprovalCommand, LateApproval, LateApprovalEvent, never>({
  category: 'late-approval',
  commands: LateApprovalCommand,
  events: LateApprovalEvent,
  refusals: {},
  initial: { standing: 'none', approver: undefined },
  creators: ['ApproveLateEntry'],
  streamOf: ({ data }) => data.approvalId,
  parties: (given, state) => ({
    region: given.type === 'ApproveLateEntry' ? given.data.region : undefined,
    approver: state.approver,
  }),
  decide: (given, state) => {
    switch (given.type) {
      case 'ApproveLateEntry': {
        if (state.standing !== 'none') return [];
        const { until, from } = given.data;
        if (until < from) return reject('E_INPUT', { field: 'data.until', from, until });
        return [{ type: 'LateEntryApproved', data: given.data }];
      }
      case 'WithdrawLateApproval':
        return state.standing === 'withdrawn'
          ? []
          : [{ type: 'LateApprovalWithdrawn', data: { approvalId: given.data.approvalId } }];
    }
  },
  evolve: (state, { type, meta }: Recorded<LateApprovalEvent>) => {
    switch (type) {
      case 'LateEntryApproved':
        return {
          standing: 'approved',
          approver: 'organization' in meta.actor ? meta.actor.organization : undefined,
        };
      case 'LateApprovalWithdrawn':
        return { ...state, standing: 'withdrawn' };
    }
  },
  subjects: (event) => [
    `late-approval-${event.data.approvalId}`,
    ...(event.type === 'LateEntryApproved' ? [`target-${event.data.target}`] : []),
  ],
});
