import { execFile } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import pg from 'pg';

/** The directories that docs/operations.md calls by these names. */
export interface Directories {
  readonly PGDATA: string;
  readonly ARCHIVE: string;
  readonly BACKUP: string;
  readonly RESTORED: string;
}

interface Step {
  readonly language: string;
  /** The file that the answer is to be kept as. */
  readonly keep: string | undefined;
  readonly text: string;
}

const page = readFileSync(resolve(import.meta.dirname, '../../../docs/operations.md'), 'utf8');

const stepsOf = (section: string): readonly Step[] => {
  const text = page.split(/^## /m).find((part) => part.startsWith(`${section}\n`)) ?? '';
  const steps = [...text.matchAll(/^```(sql|sh)(?: keep=(\S+))?\n([^]*?)^```$/gm)].map(
    ([, language = '', keep, block = '']): Step => ({ language, keep, text: block }),
  );
  if (steps.length === 0) throw new Error(`docs/operations.md has no steps for "${section}"`);
  return steps;
};

/** Does what a section of docs/operations.md says: its SQL in one session at `url`, its commands in a shell. */
export const follow = async (
  section: string,
  directories: Partial<Directories>,
  url: string,
): Promise<void> => {
  const steps = stepsOf(section);
  const client = new pg.Client({ connectionString: url });
  if (steps.some(({ language }) => language === 'sql')) await client.connect();
  try {
    for (const { language, keep, text } of steps)
      if (language === 'sh')
        await promisify(execFile)('sh', ['-e', '-c', text], {
          env: { ...directories, PATH: process.env['PATH'] ?? '' },
        });
      else
        for (const statement of text
          .trim()
          .split(/;\n|;$/)
          .filter(Boolean)) {
          const answer = await client.query<Record<string, string>>({
            text: statement.replaceAll('$ARCHIVE', directories.ARCHIVE ?? ''),
          });
          if (keep) writeFileSync(join(directories.BACKUP ?? '', keep), onlyValue(answer.rows));
        }
  } finally {
    await client.end();
  }
};

const onlyValue = ([row]: readonly Readonly<Record<string, string>>[]): string => {
  const [value] = Object.values(row ?? {});
  if (value === undefined) throw new Error('there is no answer to keep');
  return value;
};
