/** Where a command speaks: results on standard output, all else on standard error. */
export interface Console {
  readonly json: boolean;
  /** A line for people; nothing with `--json`. */
  say(line: string): void;
  /** The result for scripts; nothing without `--json`. */
  result(value: object): void;
  progress(line: () => string): void;
  /** Takes back a line of progress that is still shown. */
  settle(): void;
}

type Stream = Pick<NodeJS.WriteStream, 'write' | 'isTTY'>;

/** On a terminal progress rewrites its line, elsewhere it is told again every five seconds. */
export const consoleOn = (out: Stream, err: Stream, json: boolean): Console => {
  const every = err.isTTY ? 200 : 5_000;
  let told = performance.now();
  let shown = false;
  const settle = () => {
    if (shown) err.write('\r\u001b[2K');
    shown = false;
  };
  return {
    json,
    say: (line) => {
      settle();
      if (!json) out.write(`${line}\n`);
    },
    result: (value) => {
      if (json) out.write(`${JSON.stringify(value, null, 2)}\n`);
    },
    progress: (line) => {
      if (performance.now() - told < every) return;
      told = performance.now();
      if (err.isTTY) settle();
      err.write(err.isTTY ? line() : `${line()}\n`);
      shown = err.isTTY;
    },
    settle,
  };
};
