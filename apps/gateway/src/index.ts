export { createGateway, type GatewayOptions } from './gateway.js';
export { eventsArea, type ReadArea } from './read-area.js';
export { readAreas } from './read-areas.js';
export { describeSchema } from './describe-schema.js';
export { defaultLimits, type Limits } from './execution/limits.js';
export { type Whereabouts } from './events/sight.js';
export { readProviders, whereaboutsFrom } from './queries/providers.js';
