export * from './claims.js';
export * from './verifier.js';
export * from './development-issuer.js';
export * from './permission.js';
export * from './query.js';
export * from './permission-table.js';
export * from './permissions-page.js';
export * from './remembering.js';
