import { execFileSync, spawnSync } from 'node:child_process';
import { statSync } from 'node:fs';
import { StartFailure } from '#process';

/** Options for `spawn`: the account a child runs under. Empty: the account of this process. */
export interface Account {
  readonly uid?: number;
  readonly gid?: number;
}

const names = ['postgres', 'skilltrace'];

/**
 * The account under which PostgreSQL may run on `directory`. PostgreSQL refuses root, so root lends it the directory's owner, the
 * user `postgres`, or a system user made for it. Throws `StartFailure` when there is none and none can be made.
 */
export const accountFor = (directory: string): Account => {
  if (process.getuid?.() !== 0) return {};
  const owner = statSync(directory, { throwIfNoEntry: false });
  if (owner && owner.uid !== 0) return { uid: owner.uid, gid: owner.gid };
  const known = names.map(idsOf).find((ids) => ids !== undefined);
  return known ?? createAccount();
};

/** Whether `account` can reach – or also write – `directory`, asked of the operating system because modes alone do not tell. */
export const canUse = (account: Account, directory: string, how: 'enter' | 'write'): boolean =>
  spawnSync('/bin/sh', ['-c', `cd "$0"${how === 'write' ? ' && test -w .' : ''}`, directory], {
    ...account,
    cwd: '/',
    stdio: 'ignore',
  }).status === 0;

const idsOf = (name: string): Account | undefined => {
  const ask = (flag: string) => spawnSync('id', [flag, name], { encoding: 'utf8' });
  const [uid, gid] = [ask('-u'), ask('-g')];
  return uid.status === 0 && gid.status === 0
    ? { uid: Number(uid.stdout), gid: Number(gid.stdout) }
    : undefined;
};

const createAccount = (): Account => {
  const name = 'skilltrace';
  try {
    execFileSync('useradd', ['--system', '--user-group', '--no-create-home', name], {
      stdio: 'ignore',
    });
  } catch {
    // Whatever the reason – no useradd in a small image, a read-only /etc – the way out is the same.
    throw new StartFailure(
      'PostgreSQL refuses to run as root and no user could be made for it: start as an ordinary user, or create a user named postgres.',
    );
  }
  const ids = idsOf(name);
  if (!ids)
    throw new StartFailure(
      `The user ${name} was made but cannot be found: start as an ordinary user.`,
    );
  return ids;
};
