export { createGateway, type GatewayOptions } from './gateway.js';
export { type ReadArea } from './read-area.js';
export { defaultLimits, type Limits } from './execution/limits.js';
export { type Whereabouts } from './events/sight.js';
