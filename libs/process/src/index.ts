export { StartFailure } from './start-failure.js';
export * from './variables.js';
export { readEnvironment, type Environment } from './environment.js';
export { takeBack, type Begun } from './take-back.js';
export { Readiness, type Finding, type ReadinessReport } from './readiness.js';
export { serveHealth, type HealthServer } from './health-server.js';
export { runService, type Life } from './run-service.js';
