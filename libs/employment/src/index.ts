export { employment } from './employment.js';
export { career } from './career.js';
export { employmentContext } from './context.js';
