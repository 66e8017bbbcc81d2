export { keyOf, partitionOf } from './partition.js';
export * from './cloud-event.js';
export { decodeRecord, type DecodedRecord } from './record.js';
