import { execFile } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import pg from 'pg';

/** What docs/operations.md calls by these names, with a dollar sign. */
export type Named = Readonly<Record<string, string>>;

interface Step {
  readonly language: string;
  /** The file that the answer is to be kept as. */
  readonly keep: string | undefined;
  readonly text: string;
}

const page = readFileSync(resolve(import.meta.dirname, '../../docs/operations.md'), 'utf8');

const stepsOf = (section: string): readonly Step[] => {
  const text = page.split(/^##+ /m).find((part) => part.startsWith(`${section}\n`)) ?? '';
  const steps = [...text.matchAll(/^```(sql|sh)(?: keep=(\S+))?\n([^]*?)^```$/gm)].map(
    ([, language = '', keep, block = '']): Step => ({ language, keep, text: block }),
  );
  if (steps.length === 0) throw new Error(`docs/operations.md has no steps for "${section}"`);
  return steps;
};

/**
 * Does what a section of docs/operations.md says, by its heading: its SQL in one session at `url`, its commands in a shell that stops
 * at the first that fails. What is to be kept goes into `$BACKUP`. Rejects with what a command said.
 */
export const follow = async (section: string, named: Named, url?: string): Promise<void> => {
  const steps = stepsOf(section);
  const client = new pg.Client({ ...(url !== undefined && { connectionString: url }) });
  if (steps.some(({ language }) => language === 'sql')) await client.connect();
  try {
    for (const { language, keep, text } of steps)
      if (language === 'sh')
        await promisify(execFile)('sh', ['-e', '-c', text], {
          env: { PATH: process.env['PATH'] ?? '', ...named },
        });
      else
        for (const statement of text
          .trim()
          .split(/;\n|;$/)
          .filter(Boolean)) {
          const answer = await client.query<Record<string, string>>({
            text: statement.replaceAll(/\$(\w+)/g, (_, name: string) => valueOf(named, name)),
          });
          if (keep) writeFileSync(join(valueOf(named, 'BACKUP'), keep), onlyValue(answer.rows));
        }
  } finally {
    await client.end();
  }
};

const valueOf = (named: Named, name: string): string => {
  const value = named[name];
  if (value === undefined) throw new Error(`nothing is called $${name}`);
  return value;
};

const onlyValue = ([row]: readonly Readonly<Record<string, string>>[]): string => {
  const [value] = Object.values(row ?? {});
  if (value === undefined) throw new Error('there is no answer to keep');
  return value;
};
