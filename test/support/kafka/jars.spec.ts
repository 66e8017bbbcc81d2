import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { kafkaJars } from './jars.js';

describe('the jars that are kept', () => {
  let cache: string;
  let fetched = 0;
  const fetch = async (directory: string) => {
    fetched += 1;
    mkdirSync(directory);
    writeFileSync(join(directory, 'kafka.jar'), 'a jar');
  };
  beforeAll(() => {
    cache = mkdtempSync(join(tmpdir(), 'skilltrace-jars-'));
  });
  afterAll(() => rmSync(cache, { recursive: true }));

  it('are fetched once, and anew when one is cut short or missing', async () => {
    const jars = await kafkaJars(cache, fetch);
    expect([await kafkaJars(cache, fetch), fetched]).toEqual([jars, 1]);
    truncateSync(join(jars, 'kafka.jar'), 2);
    expect([await kafkaJars(cache, fetch), fetched]).toEqual([jars, 2]);
    rmSync(join(jars, 'kafka.jar'));
    expect([await kafkaJars(cache, fetch), fetched]).toEqual([jars, 3]);
    expect(existsSync(join(jars, 'kafka.jar'))).toBe(true);
  });
  it('are not there when they could not be fetched', async () => {
    const other = join(cache, 'other');
    const broken = async (directory: string) => {
      await fetch(directory);
      throw new Error('the registry is away');
    };
    await expect(kafkaJars(other, broken)).rejects.toThrow('the registry is away');
    expect(readdirSync(other)).toEqual([]);
  });
  it('are whole for everyone when several fetch them at once', async () => {
    const all = await Promise.all(
      Array.from({ length: 4 }, () => kafkaJars(join(cache, 'shared'), fetch)),
    );
    expect(new Set(all).size).toBe(1);
    expect(readdirSync(join(cache, 'shared'))).toHaveLength(1);
  });
});
