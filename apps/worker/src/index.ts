export { contexts } from './contexts.js';
export { openPlatform, type Platform, type PlatformOptions } from './platform.js';
export { platformMigrations } from './migrations.js';
export { startWorker, type Worker } from './worker.js';
export { relayRole } from './roles/relay.js';
export { inboxRole } from './roles/inbox.js';
