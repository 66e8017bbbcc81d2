import { EventStoreUrlError } from '../event-store-url-error.js';
import { existsSync, readFileSync } from 'node:fs';
import { LEADER } from '@eventstore/db-client';
import { parseConnectionString } from '@eventstore/db-client/dist/Client/parseConnectionString.js';

type Parsed = ReturnType<typeof parseConnectionString>;

/** What the connection string says, with files read and what it leaves open filled in. */
export interface Settings {
  readonly nodes:
    | { readonly endpoint: Parsed['hosts'][number] }
    | { readonly endpoints: Parsed['hosts'] }
    | { readonly discover: Parsed['hosts'][number] };
  readonly options: Partial<
    Pick<
      Parsed,
      | 'nodePreference'
      | 'discoveryInterval'
      | 'gossipTimeout'
      | 'maxDiscoverAttempts'
      | 'connectionName'
    >
  > & { readonly keepAliveInterval: number; readonly keepAliveTimeout: number };
  readonly channel: {
    readonly insecure?: true;
    readonly rootCertificate?: Buffer;
    readonly userKeyFile?: Buffer;
    readonly userCertFile?: Buffer;
  };
  readonly credentials: { readonly username: string; readonly password: string } | undefined;
  /** Every call is given up after so many milliseconds without an answer. */
  readonly deadline: number;
}

const known = [
  ...['tls', 'tlsCAFile', 'userCertFile', 'userKeyFile', 'connectionName', 'nodePreference'],
  ...['maxDiscoverAttempts', 'discoveryInterval', 'gossipTimeout', 'defaultDeadline'],
  ...['keepAliveInterval', 'keepAliveTimeout'],
];
const flat = (name: string) => name.trim().toLowerCase().replace(/[_-]/g, '');
const knownFlat = new Set(known.map(flat));

/**
 * Reads a connection string `esdb://[user:password@]host[:port][,host…][?key=value&…]`, or `esdb+discover://…`. Throws
 * `EventStoreUrlError`, also for what the client would pass over in silence: keys it does not know, and credentials that it drops
 * where the connection is not encrypted.
 *
 * Source: parseConnectionString.ts of the client.
 */
export const settingsFrom = (url: string): Settings => {
  const query = url.includes('?') ? url.slice(url.indexOf('?') + 1) : '';
  const odd = query
    .split('&')
    .map((pair) => pair.split('=', 1)[0] ?? '')
    .find((name) => name !== '' && !knownFlat.has(flat(name)));
  if (odd !== undefined) throw new EventStoreUrlError(`EVENT_STORE_URL: unknown option ${odd}`);
  const parsed = parse(url);
  if (parsed.tls === false && parsed.defaultCredentials)
    throw new EventStoreUrlError(
      'EVENT_STORE_URL: credentials with tls=false would never be sent; leave them out, or encrypt the connection',
    );
  const { nodePreference } = parsed;
  if (nodePreference !== undefined && nodePreference !== LEADER)
    throw new EventStoreUrlError(
      `EVENT_STORE_URL: nodePreference=${nodePreference} would read what is older than what was acknowledged; leave it out`,
    );
  return {
    nodes: nodesOf(parsed),
    options: {
      ...picked(parsed),
      keepAliveInterval: parsed.keepAliveInterval ?? 10_000,
      keepAliveTimeout: parsed.keepAliveTimeout ?? 5_000,
    },
    channel: channelOf(parsed),
    credentials: parsed.defaultCredentials,
    deadline: parsed.defaultDeadline ?? 10_000,
  };
};

const parse = (url: string): Parsed => {
  try {
    return parseConnectionString(url);
  } catch {
    // The parser's words quote the string, which may hold a password.
    throw new EventStoreUrlError(
      'EVENT_STORE_URL: not of the form esdb://[user:password@]host[:port][,host…][?key=value&…]',
    );
  }
};

const nodesOf = ({ hosts, dnsDiscover }: Parsed): Settings['nodes'] => {
  const [first] = hosts;
  if (!first) throw new EventStoreUrlError('EVENT_STORE_URL: names no host');
  if (dnsDiscover) return { discover: first };
  return hosts.length > 1 ? { endpoints: hosts } : { endpoint: first };
};

const picked = ({
  discoveryInterval,
  gossipTimeout,
  maxDiscoverAttempts,
  connectionName,
}: Parsed): Partial<Parsed> => ({
  nodePreference: LEADER,
  ...(discoveryInterval !== undefined && { discoveryInterval }),
  ...(gossipTimeout !== undefined && { gossipTimeout }),
  ...(maxDiscoverAttempts !== undefined && { maxDiscoverAttempts }),
  ...(connectionName !== undefined && { connectionName }),
});

const channelOf = (parsed: Parsed): Settings['channel'] => {
  if (parsed.tls === false) return { insecure: true };
  const { tlsCAFile, userKeyFile, userCertFile } = parsed;
  if ((userKeyFile === undefined) !== (userCertFile === undefined))
    throw new EventStoreUrlError('EVENT_STORE_URL: userCertFile and userKeyFile go together');
  return {
    ...(tlsCAFile !== undefined && { rootCertificate: contentOf('tlsCAFile', tlsCAFile) }),
    ...(userKeyFile !== undefined && { userKeyFile: contentOf('userKeyFile', userKeyFile) }),
    ...(userCertFile !== undefined && { userCertFile: contentOf('userCertFile', userCertFile) }),
  };
};

const contentOf = (option: string, path: string): Buffer => {
  if (!existsSync(path))
    throw new EventStoreUrlError(`EVENT_STORE_URL: ${option} is not there: ${path}`);
  return readFileSync(path);
};
