import { readFileSync } from 'node:fs';
import type { z } from 'zod';
import { StartFailure } from './start-failure.js';

/** As `process.env` is. */
export type Environment = Readonly<Record<string, string | undefined>>;

/**
 * The variables a process needs, as their schemas read them. Each may also be given as `NAME_FILE`, the path of a file that holds
 * it (a mounted secret); a line end at the file's end is not part of it. Throws `StartFailure` with one line that names every
 * variable that is missing or wrong, and never repeats a value.
 */
export const readEnvironment = <S extends z.ZodObject>(
  variables: S,
  environment: Environment,
): z.infer<S> => {
  const values: Record<string, string | undefined> = {};
  const wrong: string[] = [];
  for (const name of Object.keys(variables.shape)) {
    const taken = valueOf(name, environment);
    if ('wrong' in taken) wrong.push(taken.wrong);
    else values[name] = taken.value;
  }
  const read = variables.safeParse(values);
  const unread = new Set(wrong.map((line) => line.split('_FILE ')[0]));
  for (const { path, message } of read.error?.issues ?? []) {
    const name = path.join('.');
    if (!unread.has(name))
      wrong.push(
        values[name] === undefined && path.length === 1
          ? `${name} must be set`
          : `${name} ${message}`.trim(),
      );
  }
  if (wrong.length > 0 || !read.success)
    throw new StartFailure(`Wrong configuration: ${[...new Set(wrong)].join('; ')}.`);
  return read.data;
};

type Taken = { readonly value: string | undefined } | { readonly wrong: string };

const valueOf = (name: string, environment: Environment): Taken => {
  const value = environment[name] || undefined;
  const path = environment[`${name}_FILE`] || undefined;
  if (path === undefined) return { value };
  if (value !== undefined)
    return { wrong: `${name}_FILE and ${name} are both set: set one of them` };
  try {
    return { value: readFileSync(path, 'utf8').replace(/\r?\n$/, '') || undefined };
  } catch (error) {
    return {
      wrong: `${name}_FILE names a file that cannot be read (${(error as { code?: string }).code ?? 'unknown'})`,
    };
  }
};
