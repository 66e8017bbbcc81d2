import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { dockerfile, ourServices } from './compose.js';

const root = resolve(import.meta.dirname, '../..');
const text = dockerfile();
const ignore = readFileSync(resolve(root, 'infra/docker/Dockerfile.dockerignore'), 'utf8');
const packages = JSON.parse(readFileSync(resolve(root, 'package.json'), 'utf8')) as {
  readonly dependencies: Readonly<Record<string, string>>;
};

/** Arguments of an instruction, one list for each time it stands there. */
const each = (instruction: string): readonly (readonly string[])[] =>
  [...text.matchAll(new RegExp(`^${instruction} (.*)$`, 'gm'))].map(([, rest = '']) =>
    rest.split(' '),
  );

describe('the image', () => {
  it('is built from the Node.js that the tests run on', () => {
    const bases = each('FROM').map(([image]) => image);
    expect(new Set(bases)).toEqual(
      new Set([`node:${packages.dependencies['node'] ?? ''}-bookworm-slim`]),
    );
  });

  it('copies only what is there, and what its ignore file lets through', () => {
    const sources = each('COPY')
      .filter(([first]) => !first?.startsWith('--from='))
      .flatMap((args) => args.slice(0, -1));
    expect(sources.length).toBeGreaterThan(5);
    for (const source of sources) {
      expect([source, existsSync(resolve(root, source))]).toEqual([source, true]);
      expect(ignore.split('\n')).toContain(`!${source}`);
    }
  });

  it('has every package that its code asks for', () => {
    const sources = ['apps', 'libs'].flatMap((top) =>
      readdirSync(resolve(root, top), { recursive: true, encoding: 'utf8' })
        .filter((file) => /^[^/]+\/src\/.*\.ts$/.test(file) && !/\.(?:\w+-)?spec\.ts$/.test(file))
        .map((file) => readFileSync(resolve(root, top, file), 'utf8'))
        // Types are not there at run time.
        .map((source) => source.replaceAll(/^import type [^;]*;/gm, '')),
    );
    const named =
      /(?:^(?:import|export|\}).*\bfrom |^import |\bimport\()'((?:@[\w-]+\/)?[a-z][\w.-]*)/gm;
    const imported = sources.flatMap((source) =>
      [...source.matchAll(named)].map(([, name = '']) => name).filter((name) => name !== 'node'),
    );
    expect(imported).toEqual(expect.arrayContaining(['zod', 'pg', 'jose', '@nestjs/core']));
    const missing = imported.filter((name) => !(name in packages.dependencies));
    expect([...new Set(missing)]).toEqual([]);
  });

  it('copies from its other stages only what they make', () => {
    const stages = each('FROM').flatMap(([, , name]) => name ?? []);
    const from = each('COPY').flatMap(([first = '']) => /^--from=(\w+)$/.exec(first)?.[1] ?? []);
    expect([...new Set(from)].sort()).toEqual([...stages].sort());
  });

  it('runs as a user with a number and no name, who is not root', () => {
    expect(each('USER')).toEqual([['10001:10001']]);
    expect(text.lastIndexOf('\nUSER ')).toBeGreaterThan(text.lastIndexOf('\nFROM '));
  });

  it('starts node itself, so that signals reach it, with the commands that compose has', () => {
    const command = JSON.parse(each('CMD').at(-1)?.join(' ') ?? '') as string[];
    const commands = ourServices.map(([, service]) => service.command?.join(' '));
    expect(commands).toContain(command.join(' '));
    for (const one of commands) expect(one).toMatch(/^node dist\/apps\/[a-z]+\/src\/main\.js/);
  });

  it('asks for its health by a script that is there', () => {
    const probe = /HEALTHCHECK .* CMD (\[.*\])$/m.exec(text)?.[1] ?? '[]';
    const [program, script] = JSON.parse(probe) as string[];
    expect(program).toBe('node');
    const source = (script ?? '').replace(/^dist\//, '').replace(/\.js$/, '.ts');
    expect([source, existsSync(resolve(root, source))]).toEqual([source, true]);
  });
});
