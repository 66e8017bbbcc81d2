import type { BoundedContext } from '#kernel';
import { lateApproval } from './late-approval.js';
import { rulePack } from './rule-pack.js';

/** The figures that decisions rest on, and leave to record late. */
export const policy: BoundedContext = {
  name: 'policy',
  deciders: [rulePack, lateApproval],
  projections: [],
  reactions: [],
};
