import { mkdirSync } from 'node:fs';
import { Server, ServerCredentials, type sendUnaryData, type ServerUnaryCall } from '@grpc/grpc-js';
import type { ClusterInfo as Cluster } from '@eventstore/db-client/generated/gossip_pb.js';
import type { SupportedMethods as Methods } from '@eventstore/db-client/generated/serverfeatures_pb.js';
import type { Empty } from '@eventstore/db-client/generated/shared_pb.js';
import { randomUUID } from 'node:crypto';
import type { Admission } from './admission.js';
import { append, batchAppend, type AppendLimits } from './append-calls.js';
import { deleteStream, tombstoneStream } from './delete-calls.js';
import { Feed } from './feed.js';
import {
  ClusterInfo,
  EndPoint,
  GossipService,
  MemberInfo,
  ServerFeaturesService,
  shared,
  StreamsService,
  SupportedMethod,
  SupportedMethods,
} from './protocol.js';
import { read } from './read-calls.js';
import { Writes } from './writes.js';

export interface ServerOptions extends Admission, AppendLimits {
  /** Where the events are kept; made if missing. */
  readonly folder: string;
  /** Default: any free one. */
  readonly port?: number;
  /** PEM. Without it the server speaks in the clear. */
  readonly tls?: { readonly key: string; readonly cert: string };
}

/** A server on the loopback interface that speaks EventStoreDB's protocol to the real client. For tests only. */
export interface EventStoreDbServer {
  readonly port: number;
  /** Makes this node a follower of another, or the leader again. */
  follow(leader: Admission['leader']): void;
  /** From now on only these may do anything, by their passwords; everybody without it. */
  admit(users: Admission['users']): void;
  /** Subscriptions that are open at this moment. */
  subscriptions(): number;
  /** Breaks every connection, as a server that is restarted does. */
  sever(): Promise<void>;
  stop(): void;
}

export const startServer = async (options: ServerOptions): Promise<EventStoreDbServer> => {
  mkdirSync(options.folder, { recursive: true });
  const feed = new Feed(options.folder);
  const bench = { feed, writes: new Writes(feed), admission: { ...options }, limits: options };
  const credentials = options.tls
    ? ServerCredentials.createSsl(null, [
        { private_key: Buffer.from(options.tls.key), cert_chain: Buffer.from(options.tls.cert) },
      ])
    : ServerCredentials.createInsecure();
  const listen = async (port: number) => {
    const server = serverOf(bench);
    const bound = await bind(server, port, credentials);
    return { server, bound };
  };
  let { server, bound } = await listen(options.port ?? 0);
  return {
    port: bound,
    follow: (leader) => (bench.admission.leader = leader),
    admit: (users) => (bench.admission.users = users),
    subscriptions: () => feed.listening,
    sever: async () => {
      server.forceShutdown();
      ({ server, bound } = await listen(bound));
    },
    stop: () => {
      server.forceShutdown();
      feed.close();
    },
  };
};

const bind = (server: Server, port: number, credentials: ServerCredentials): Promise<number> =>
  new Promise((resolve, reject) =>
    server.bindAsync(`127.0.0.1:${String(port)}`, credentials, (error, bound) =>
      error ? reject(error) : resolve(bound),
    ),
  );

interface Bench {
  readonly feed: Feed;
  readonly writes: Writes;
  readonly admission: Admission;
  readonly limits: AppendLimits;
}

const serverOf = (bench: Bench): Server => {
  const server = new Server({ 'grpc.max_receive_message_length': 17 * 1024 * 1024 });
  server.addService(StreamsService, {
    read: read(bench),
    append: append(bench),
    batchAppend: batchAppend(bench),
    delete: deleteStream(bench),
    tombstone: tombstoneStream(bench),
  });
  server.addService(ServerFeaturesService, { getSupportedMethods });
  server.addService(GossipService, { read: gossip(bench) });
  return server;
};

const getSupportedMethods = (
  _call: ServerUnaryCall<Empty, Methods>,
  done: sendUnaryData<Methods>,
): void => {
  const service = 'event_store.client.streams.streams';
  const methods = ['append', 'batchappend', 'read', 'delete', 'tombstone'].map((name) =>
    new SupportedMethod().setServiceName(service).setMethodName(name).setFeaturesList([]),
  );
  done(null, new SupportedMethods().setMethodsList(methods).setEventStoreServerVersion('24.10.0'));
};

const states = MemberInfo.VNodeState;

/** This node, and the leader where another leads. */
const gossip =
  ({ admission }: Bench) =>
  (call: ServerUnaryCall<Empty, Cluster>, done: sendUnaryData<Cluster>): void => {
    const [host = '127.0.0.1', port = '2113'] = call.getHost().split(':');
    const here = { host, port: Number(port) };
    const { leader } = admission;
    const members = leader
      ? [member(here, states.FOLLOWER), member(leader, states.LEADER)]
      : [member(here, states.LEADER)];
    done(null, new ClusterInfo().setMembersList(members));
  };

type State = (typeof states)[keyof typeof states];

const member = ({ host, port }: { host: string; port: number }, state: State) =>
  new MemberInfo()
    .setInstanceId(new shared.UUID().setString(randomUUID()))
    .setTimeStamp(String(BigInt(Date.now()) * 10_000n))
    .setState(state)
    .setIsAlive(true)
    .setHttpEndPoint(new EndPoint().setAddress(host).setPort(port));
