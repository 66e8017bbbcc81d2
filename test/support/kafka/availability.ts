import { spawnSync } from 'node:child_process';

/** Kafka 4 needs Java 17 for its brokers. */
const javaNeeded = 17;

/** Why no broker can be started on this machine, in one line; undefined when one can. */
export const whyNoBroker = (): string | undefined => {
  const java = spawnSync('java', ['-version'], { encoding: 'utf8' });
  if (java.error) return 'there is no java on the path';
  const version = /version "(\d+)/.exec(java.stderr)?.[1] ?? '0';
  if (Number(version) < javaNeeded)
    return `java is version ${version}, and a broker needs ${String(javaNeeded)}`;
  if (spawnSync('mvn', ['-version']).error)
    return 'there is no mvn on the path to fetch Kafka with';
  return undefined;
};
