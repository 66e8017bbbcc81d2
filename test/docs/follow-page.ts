// Does to a copy of the tree what the code blocks of a page say.
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

const root = resolve(import.meta.dirname, '../..');
const copied = ['libs', 'apps', 'infra', 'test', 'docs', 'package.json', 'tsconfig.json'];

/** A tree to try things on; without history, builds or data, and with this one's packages. */
export const copyOfTree = (): { readonly at: string; remove(): void } => {
  const at = mkdtempSync(join(tmpdir(), 'adding-an-event-'));
  for (const name of copied) cpSync(join(root, name), join(at, name), { recursive: true });
  symlinkSync(join(root, 'node_modules'), join(at, 'node_modules'));
  return { at, remove: () => rmSync(at, { recursive: true, force: true }) };
};

/** A fenced block: its words after the language, the section it stands in, and its text. */
export interface Block {
  readonly section: string;
  readonly info: string;
  readonly text: string;
}

export const blocksOf = (page: string): readonly Block[] => {
  const blocks: Block[] = [];
  for (const section of page.split(/^## /m).slice(1)) {
    const [title = ''] = section.split('\n');
    for (const [, info = '', text = ''] of section.matchAll(/^```\w+ ?(.*)\n([^]*?)^```$/gm))
      blocks.push({ section: title, info, text });
  }
  return blocks;
};

/** The file a block is for; nothing when it is not an edit. */
export const fileOf = ({ info }: Block): string | undefined => /^file=(\S+)/.exec(info)?.[1];

/**
 * Writes a block where its first line says: a new file, before the one line that begins with the anchor, or in the place of what
 * begins there and ends with the statement. Throws when the anchor is not the beginning of exactly one line.
 */
export const apply = (at: string, block: Block): void => {
  const file = join(at, fileOf(block) ?? '');
  if (block.info.endsWith(' new')) {
    writeFileSync(file, block.text, { flag: 'wx' });
    return;
  }
  const [, how, anchor = ''] = /(before|replace)="(.*)"$/.exec(block.info) ?? [];
  const lines = readFileSync(file, 'utf8').split('\n');
  const [place, ...others] = lines.flatMap((line, index) =>
    line.startsWith(anchor) ? [index] : [],
  );
  if (how === undefined || place === undefined || others.length > 0)
    throw new Error(`${fileOf(block) ?? '?'}: no one line begins with ${JSON.stringify(anchor)}`);
  const replaced = how === 'replace' ? endOf(lines, place) - place : 0;
  lines.splice(place, replaced, ...block.text.trimEnd().split('\n'));
  writeFileSync(file, lines.join('\n'));
};

/** The line after the one in which what begins at `place` is over: its brackets are closed, or it opens a body that stays. */
const endOf = (lines: readonly string[], place: number): number => {
  if (/[{(]$/.test(lines[place] ?? '') && !/^export const \w+ = z\./.test(lines[place] ?? ''))
    return place + 1;
  const depth = (text: string) =>
    [...text].reduce(
      (sum, one) => sum + ('([{'.includes(one) ? 1 : ')]}'.includes(one) ? -1 : 0),
      0,
    );
  let open = 0;
  for (let line = place; line < lines.length; line += 1) {
    open += depth(lines[line] ?? '');
    if (open <= 0) return line + 1;
  }
  throw new Error(`what begins in line ${String(place + 1)} does not end`);
};
