export { openVault, type Vault, type VaultOptions } from './vault.js';
export { vaultMigrations } from './migrations.js';
export { VaultKeyError } from './keys.js';
export { SealBroken } from './seal.js';
export { acceptIdentity, Identity, type AcceptedIdentity, type KnownIdentity } from './identity.js';
export type { EraseOutcome, IdentityAnswer, PutOutcome } from './people.js';
export { noteMax, type NoteAnswer, type NoteOutcome } from './notes.js';
export { maskIdNumber, maskName, maskPhone } from './mask.js';
