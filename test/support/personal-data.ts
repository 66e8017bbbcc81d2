import { open, readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Pool } from '#postgres';

/** The forms in which a text could lie in a file: the three encodings, and UTF-8 as hexadecimal digits, as dumps show `bytea`. */
const encodings = {
  'utf-8': (text: string) => Buffer.from(text, 'utf8'),
  'utf-16le': (text: string) => Buffer.from(text, 'utf16le'),
  'utf-16be': (text: string) => Buffer.from(text, 'utf16le').swap16(),
  'utf-8 as hex': (text: string) =>
    Buffer.from(Buffer.from(text, 'utf8').toString('hex'), 'latin1'),
} as const;

export interface Finding {
  readonly plaintext: string;
  readonly encoding: keyof typeof encodings;
  /** The file, or `bytes` for a buffer. */
  readonly where: string;
  readonly offset: number;
}

interface Needle {
  readonly plaintext: string;
  readonly encoding: keyof typeof encodings;
  readonly bytes: Buffer;
}
interface Search {
  readonly byFirstTwo: ReadonlyMap<number, readonly Needle[]>;
  readonly starts: Uint8Array;
  readonly longest: number;
}

/** Two characters in UTF-16 are four bytes, which chance puts into any large file. */
const shortestPlaintext = 3;

const prepare = (plaintexts: readonly string[]): Search => {
  const short = plaintexts.find((text) => Array.from(text).length < shortestPlaintext);
  if (short !== undefined)
    throw new Error(`too short to search for: ${String(short.length)} characters`);
  const names = Object.keys(encodings) as (keyof typeof encodings)[];
  const needles = plaintexts.flatMap((plaintext) =>
    names.map((encoding): Needle => ({
      plaintext,
      encoding,
      bytes: encodings[encoding](plaintext),
    })),
  );
  const byFirstTwo = Map.groupBy(needles, ({ bytes }) => bytes.readUInt16BE(0));
  const starts = new Uint8Array(65_536);
  for (const start of byFirstTwo.keys()) starts[start] = 1;
  return { byFirstTwo, starts, longest: Math.max(2, ...needles.map(({ bytes }) => bytes.length)) };
};

/** One pass over the bytes whatever the number of needles: the first two bytes decide whether to look closer. */
const searchBuffer = (
  { byFirstTwo, starts }: Search,
  bytes: Buffer,
  where: string,
  base = 0,
): Finding[] => {
  const found: Finding[] = [];
  for (let offset = 0; offset + 1 < bytes.length; offset += 1) {
    const start = (bytes[offset]! << 8) | bytes[offset + 1]!;
    if (starts[start] === 0) continue;
    for (const { plaintext, encoding, bytes: needle } of byFirstTwo.get(start) ?? []) {
      if (bytes.subarray(offset, offset + needle.length).equals(needle))
        found.push({ plaintext, encoding, where, offset: base + offset });
    }
  }
  return found;
};

const chunk = 8 * 1024 * 1024;

const searchFile = async (search: Search, path: string): Promise<Finding[]> => {
  const file = await open(path);
  try {
    const found = new Map<string, Finding>();
    const buffer = Buffer.allocUnsafe(chunk + search.longest);
    for (let base = 0; ; base += chunk) {
      // Chunks overlap by the longest needle, so that none is cut in two; what lies in the overlap is found twice and kept once.
      const { bytesRead } = await file.read(buffer, 0, buffer.length, base);
      for (const finding of searchBuffer(search, buffer.subarray(0, bytesRead), path, base))
        found.set(`${finding.plaintext}/${finding.encoding}/${String(finding.offset)}`, finding);
      if (bytesRead < buffer.length) return [...found.values()];
    }
  } finally {
    await file.close();
  }
};

/**
 * Where any of the plaintexts lies in the bytes of a buffer, a file, or all files under a directory, in UTF-8, UTF-16 of both byte
 * orders, or hexadecimal UTF-8. A file that vanishes while the directory is walked is passed over. Rejects plaintexts of fewer
 * than three characters.
 */
export const searchBytes = async (
  target: Buffer | string,
  plaintexts: readonly string[],
): Promise<readonly Finding[]> => {
  const search = prepare(plaintexts);
  if (typeof target !== 'string') return searchBuffer(search, target, 'bytes');
  const isDirectory = (await stat(target)).isDirectory();
  const entries = isDirectory
    ? await readdir(target, { recursive: true, withFileTypes: true })
    : [];
  const files = isDirectory
    ? entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name))
    : [target];
  const found: Finding[] = [];
  for (const file of files) {
    try {
      found.push(...(await searchFile(search, file)));
    } catch (error) {
      // A server at work removes files of its own; the data in them have moved on or are gone.
      if ((error as { code?: string }).code !== 'ENOENT') throw error;
    }
  }
  return found;
};

/** Every row of every table outside the catalogue: as text, as `COPY` would write it, and the raw bytes of its `bytea` columns. */
export const databaseBytes = async (pool: Pool): Promise<Buffer> => {
  const { rows: tables } = await pool.query<{ name: string; binary: string[] }>(
    `select format('%I.%I', n.nspname, c.relname) as name,
            array(select quote_ident(a.attname) from pg_attribute a
                  where a.attrelid = c.oid and a.atttypid = 'bytea'::regtype and a.attnum > 0 and not a.attisdropped) as binary
     from pg_class c join pg_namespace n on n.oid = c.relnamespace
     where c.relkind in ('r', 'p') and n.nspname not in ('pg_catalog', 'information_schema', 'pg_toast')`,
  );
  const parts: Buffer[] = [];
  for (const { name, binary } of tables) {
    const columns = ['t::text as "row"', ...binary.map((column) => `t.${column}`)].join(', ');
    const { rows } = await pool.query<Record<string, string | Buffer | null>>(
      `select ${columns} from ${name} t`,
    );
    parts.push(Buffer.from(`${name}\n`));
    for (const value of rows.flatMap((row) => Object.values(row)))
      if (value !== null)
        parts.push(typeof value === 'string' ? Buffer.from(value) : value, Buffer.from('\n'));
  }
  return Buffer.concat(parts);
};
