export { organization } from './organization.js';
export { person } from './person.js';
export { parties } from './context.js';
