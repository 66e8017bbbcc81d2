import { describe } from '@jest/globals';
import { whyNoBroker } from './availability.js';

/** Brokers of the run: `KAFKA_BROKERS` when it is set, otherwise the node that the run started. Throws when there is neither. */
export const brokersOfTheRun = (): readonly string[] => {
  const brokers = process.env['KAFKA_BROKERS'] ?? process.env['TEST_KAFKA_BROKERS'];
  if (!brokers) throw new Error('no Kafka: run through jest project "kafka", or set KAFKA_BROKERS');
  return brokers.split(',');
};

const notHere = process.env['TEST_NO_KAFKA'];

/** `describe`, or where there is no broker to be had a skipped one that says why. */
export const describeWithKafka = (name: string, tests: () => void): void => {
  if (notHere === undefined) describe(name, tests);
  else describe.skip(`${name} (left out: ${notHere}, and KAFKA_BROKERS is not set)`, tests);
};

/** The same for tests that kill brokers and so need nodes of their own, whatever `KAFKA_BROKERS` says. */
export const describeWithOwnNodes = (name: string, tests: () => void): void => {
  const why = whyNoBroker();
  if (why === undefined) describe(name, tests);
  else describe.skip(`${name} (left out: ${why}, and the brokers of others are not killed)`, tests);
};
