import type { Metadata, ServiceError } from '@grpc/grpc-js';
import { accessDenied, notLeader } from './refusals.js';

/** Who may call, and whether this node leads. */
export interface Admission {
  /** Password by user; without it everybody may do everything. */
  users?: Readonly<Record<string, string>> | undefined;
  /** Set on a follower: where calls that need the leader are sent. */
  leader?: { readonly host: string; readonly port: number } | undefined;
}

/** Why a call is refused before it is looked at, or nothing. */
export const refused = (
  { users, leader }: Admission,
  metadata: Metadata,
): ServiceError | undefined => {
  if (users) {
    const [value] = metadata.get('authorization');
    const [, token] = /^Basic (.+)$/.exec(String(value ?? '')) ?? [];
    const [user = '', password] = Buffer.from(token ?? '', 'base64')
      .toString('utf8')
      .split(':');
    if (password === undefined || users[user] !== password) return accessDenied();
  }
  const [wanted] = metadata.get('requires-leader');
  return leader && wanted === 'true' ? notLeader(leader) : undefined;
};
