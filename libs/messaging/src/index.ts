export { keyOf, partitionOf } from './partition.js';
export * from './cloud-event.js';
export * from './schemas.js';
export { decodeRecord, type DecodedRecord } from './record.js';
export {
  kafkaVariables,
  settingsFrom,
  WrongKafkaSettings,
  type KafkaSettings,
  type KafkaVariables,
  type TopicSettings,
} from './settings.js';
export { openKafka, type ClientLog, type ClientOptions } from './client.js';
export { ensureTopic, greatestMessageBytes, provideTopic, TopicDiffers } from './topics.js';
export { topicEnds, type TopicEnd } from './topic-ends.js';
export { Publisher, type PublisherOptions, type Shortfall } from './relay/publisher.js';
export type { RelayLease } from './relay/lease.js';
export { Relay, type RelayHealth, type RelayOptions, type RelayTrouble } from './relay/relay.js';
export { kafkaFeed, type KafkaFeedOptions } from './projection-feed.js';
export { deadLettersOf, inboxVariables, type InboxSource } from './inbox/sources.js';
export { partnerPrefix, type Refusal } from './inbox/partner-event.js';
export { deadLetterType, type DeadLetter, type MessagePlace } from './inbox/dead-letter.js';
export { Inbox, type InboxHealth, type InboxOptions } from './inbox/inbox.js';
