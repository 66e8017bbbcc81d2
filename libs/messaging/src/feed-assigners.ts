import { AssignerProtocol, type Assignment, type PartitionAssigner } from 'kafkajs';

type Divide = (members: readonly string[], partitions: readonly number[]) => readonly number[][];

/** An assigner for groups that read one topic: `divide` gives each member, in the order of their ids, its partitions. */
const assigner =
  (name: string, divide: Divide): PartitionAssigner =>
  ({ cluster }) => ({
    name,
    version: 0,
    assign: ({ members, topics }) => {
      const sorted = members.map(({ memberId }) => memberId).sort();
      const assignments = sorted.map((): Assignment => ({}));
      for (const topic of topics) {
        const partitions = cluster
          .findTopicPartitionMetadata(topic)
          .map(({ partitionId }) => partitionId)
          .sort((a, b) => a - b);
        divide(sorted, partitions).forEach((mine, place) => {
          const assignment = assignments[place];
          if (assignment) assignment[topic] = mine;
        });
      }
      return Promise.resolve(
        sorted.map((memberId, place) => ({
          memberId,
          memberAssignment: AssignerProtocol.MemberAssignment.encode({
            ...{ version: 0, userData: Buffer.alloc(0) },
            assignment: assignments[place] ?? {},
          }),
        })),
      );
    },
    protocol: ({ topics }) => ({
      name,
      metadata: AssignerProtocol.MemberMetadata.encode({
        ...{ version: 0, userData: Buffer.alloc(0) },
        topics,
      }),
    }),
  });

/** Each partition to one member, in turn. */
export const shared = assigner('skilltrace-shared', (members, partitions) =>
  members.map((_, place) => partitions.filter((_one, index) => index % members.length === place)),
);

/** All partitions to the first member; the others stand by. */
export const oneHasAll = assigner('skilltrace-one-has-all', (members, partitions) =>
  members.map((_, place) => (place === 0 ? [...partitions] : [])),
);
