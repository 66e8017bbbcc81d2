import type { PersonEvent } from './events.js';

/** A version of an identity in the vault, and whether it stands by the events or is only asked for. */
export interface IdentityVersion {
  readonly ref: string;
  readonly stands: boolean;
}

/** The versions that a person's events name, in their order. A request counts until a later event takes its place. */
export const identityVersions = (events: readonly PersonEvent[]): readonly IdentityVersion[] =>
  events.flatMap(({ type, data }, place) => {
    const { version: ref } = data;
    const isRequest = type === 'IdentityCorrectionRequested';
    if (ref === undefined || (isRequest && place < events.length - 1)) return [];
    return [{ ref, stands: !isRequest }];
  });
