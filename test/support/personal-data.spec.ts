import { mkdtemp, mkdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { searchBytes } from './personal-data.js';

const name = '欧阳晓梅';
const filler = Buffer.alloc(5, 0xe6);

describe('searchBytes', () => {
  it.each([
    ['utf-8', Buffer.from(name, 'utf8')],
    ['utf-16le', Buffer.from(name, 'utf16le')],
    ['utf-16be', Buffer.from(name, 'utf16le').swap16()],
    ['utf-8 as hex', Buffer.from(Buffer.from(name).toString('hex'))],
  ])('finds a name in %s at any offset', async (encoding, bytes) => {
    for (const length of [0, 1, 2, 5]) {
      const target = Buffer.concat([filler.subarray(0, length), bytes, filler]);
      expect(await searchBytes(target, ['13800138000', name])).toEqual([
        { plaintext: name, encoding, where: 'bytes', offset: length },
      ]);
    }
  });
  it('finds nothing in what is only alike', async () => {
    expect(await searchBytes(Buffer.from('欧阳晓'), [name])).toEqual([]);
  });
  it('refuses to look for what chance could write', async () => {
    await expect(searchBytes(Buffer.alloc(4), ['张三'])).rejects.toThrow('too short');
  });
  it('walks the files below a directory, also where two chunks of a large one meet', async () => {
    const directory = await mkdtemp(join(tmpdir(), 'search-'));
    try {
      const large = Buffer.alloc(17 * 1024 * 1024, 0x2e);
      const offsets = [8 * 1024 * 1024 - 5, 16 * 1024 * 1024, large.length - 12];
      for (const offset of offsets) large.write(name, offset, 'utf8');
      await mkdir(join(directory, 'deep', 'er'), { recursive: true });
      await writeFile(join(directory, 'deep', 'er', 'large'), large);
      await writeFile(join(directory, 'clean'), filler);
      const found = await searchBytes(directory, [name]);
      expect(found.map(({ offset }) => offset)).toEqual(offsets);
      expect(found.every(({ where }) => where === join(directory, 'deep', 'er', 'large'))).toBe(
        true,
      );
    } finally {
      await rm(directory, { recursive: true });
    }
  });
});
