export { openVault, type Vault, type VaultOptions } from './vault.js';
export type { KeepOutcome } from './keeping.js';
export { vaultMigrations } from './migrations.js';
export { VaultKeyError } from './keys.js';
export { SealBroken } from './seal.js';
export {
  acceptIdentity,
  type AcceptedIdentity,
  type Identity,
  type KnownIdentity,
} from './identity.js';
export type { EraseOutcome, IdentityAnswer } from './people.js';
export type { PutOutcome } from './putting.js';
export { noteMax, type NoteAnswer, type NoteOutcome } from './notes.js';
export type { NamedVersion, VersionsOf } from './versions.js';
export { maskIdNumber, maskName, maskPhone } from './mask.js';
export { copyVault, VaultCopyRefused, type CopiedVault } from './copying.js';
