/**
 * Why this process cannot start, in one line that says what to do. Whoever starts the process prints `message` alone and ends
 * with a non-zero exit code; anything else that is thrown is a fault of the program and keeps its stack.
 */
export class StartFailure extends Error {
  override readonly name = 'StartFailure';
}

/** Turns the operating system's refusals into the line for people; rethrows what it does not know. */
export const explainFileError = (error: unknown, path: string): never => {
  const { code } = error as { code?: string };
  if (code === 'EACCES' || code === 'EPERM')
    throw new StartFailure(
      `${path} cannot be read or written by this user: give it to the user who starts the program, or set DATA_DIR to another directory.`,
    );
  if (code === 'ENOSPC' || code === 'EDQUOT')
    throw new StartFailure(
      `The disk that holds ${path} is full: free some space, or set DATA_DIR to a directory on another disk.`,
    );
  if (code === 'EROFS')
    throw new StartFailure(
      `${path} is on a read-only file system: set DATA_DIR to a directory that can be written.`,
    );
  if (code === 'ENOTDIR' || code === 'EEXIST')
    throw new StartFailure(
      `${path} is not a directory: move that file away, or set DATA_DIR to another directory.`,
    );
  if (code === 'ENOENT')
    throw new StartFailure(
      `${path} cannot be made on that file system: set DATA_DIR to another directory.`,
    );
  throw error;
};
