export { operations } from './context.js';
export { parking } from './parking.js';
