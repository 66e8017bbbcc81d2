export { organization } from './organization.js';
export { person } from './person.js';
export { identityVersions, type IdentityVersion } from './identity-versions.js';
export { parties } from './context.js';
