export * from './port.js';
export * from './dispatch.js';
