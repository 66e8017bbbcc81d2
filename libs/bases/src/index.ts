export { base } from './base.js';
export { bases } from './context.js';
