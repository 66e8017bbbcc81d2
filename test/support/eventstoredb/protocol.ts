// The protocol's definitions as the client's package carries them: CommonJS without names that Node could see from outside.
import codes from '@eventstore/db-client/generated/code_pb.js';
import gossipServices from '@eventstore/db-client/generated/gossip_grpc_pb.js';
import gossip from '@eventstore/db-client/generated/gossip_pb.js';
import featuresServices from '@eventstore/db-client/generated/serverfeatures_grpc_pb.js';
import features from '@eventstore/db-client/generated/serverfeatures_pb.js';
import shared from '@eventstore/db-client/generated/shared_pb.js';
import status from '@eventstore/db-client/generated/status_pb.js';
import streamsServices from '@eventstore/db-client/generated/streams_grpc_pb.js';
import streams from '@eventstore/db-client/generated/streams_pb.js';
import any from 'google-protobuf/google/protobuf/any_pb.js';
import empty from 'google-protobuf/google/protobuf/empty_pb.js';

export const { Code } = codes;
export const { ClusterInfo, EndPoint, MemberInfo } = gossip;
export const { GossipService } = gossipServices;
export const { SupportedMethod, SupportedMethods } = features;
export const { ServerFeaturesService } = featuresServices;
export const { Status } = status;
export const { StreamsService } = streamsServices;
export const { ReadDirection } = streams.ReadReq.Options;
export const { AppendResp, BatchAppendResp, DeleteResp, ReadResp, TombstoneResp } = streams;
export const { Any } = any;
export { empty, shared };
