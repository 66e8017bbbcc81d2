/**
 * Why this process cannot start, in one line that says what to do. Whoever starts the process prints `message` alone and ends
 * with a non-zero exit code; anything else that is thrown is a fault of the program and keeps its stack.
 */
export class StartFailure extends Error {
  override readonly name = 'StartFailure';
}
