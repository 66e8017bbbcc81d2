export { rulePack } from './rule-pack.js';
export { lateApproval } from './late-approval.js';
export { ruleBook, lateApprovals, inForceOn, jurisdictionsOf } from './rule-book.js';
export { bundledPacks } from './bundled-packs.js';
export { policy } from './context.js';
