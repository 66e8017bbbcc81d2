export * from './pool.js';
export * from './may-pass.js';
export * from './migrate.js';
