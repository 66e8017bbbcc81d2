/** What a script may rely on. */
export const exitCodes = {
  done: 0,
  /** It could not be done; standard error says why, in one line. */
  failed: 1,
  /** The command was not understood. */
  usage: 2,
  /** `verify` found something that is not as the events say, or something is still parked. */
  differences: 3,
  /** There is nobody and nothing by that id or number. */
  unknown: 4,
  /** Ctrl-C or a signal to end: what was under way was let go, and a seed can be carried on. */
  interrupted: 130,
} as const;
export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes];

/** Something for the person at the keyboard, told in one line, and how the process ends. */
export class CommandFailure extends Error {
  override readonly name = 'CommandFailure';
  constructor(
    message: string,
    readonly exitCode: ExitCode = exitCodes.failed,
  ) {
    super(message);
  }
}
