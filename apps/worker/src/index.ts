export { contexts } from './contexts.js';
export { openPlatform, type Platform, type PlatformOptions } from './platform.js';
export { platformMigrations } from './migrations.js';
export { startWorker, type Worker } from './worker.js';
export { parkingActs } from './parking-acts.js';
export { keepViews, type KeepViews, type KeptViews, type TailHealth } from './keep-views.js';
export { feedFrom, projectorVariables, type ProjectorVariables } from './projection-feed.js';
