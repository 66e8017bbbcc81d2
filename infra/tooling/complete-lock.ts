// `node infra/tooling/complete-lock.ts`: a registry that mirrors only some platforms makes npm leave the others out of the lock file,
// and `npm ci` then refuses it everywhere. Names every package of every platform, so that a lock made anywhere serves anywhere.
import { readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

interface LockedPackage {
  readonly version?: string;
  readonly dev?: boolean;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
}
export interface Lock {
  packages: Record<string, LockedPackage>;
}

export interface Missing {
  readonly name: string;
  readonly version: string;
  /** The package that may need it. */
  readonly by: string;
  readonly dev: boolean;
}

/** Optional dependencies of locked packages that the lock itself does not hold. */
export const missingFrom = ({ packages }: Lock): readonly Missing[] =>
  Object.entries(packages).flatMap(([by, { optionalDependencies = {}, dev = false }]) =>
    Object.entries(optionalDependencies)
      .filter(([name]) => !isFound(packages, by, name))
      .map(([name, version]) => ({ name, version, by, dev })),
  );

/** As Node looks for it: beside the package, then in every folder above. */
const isFound = (packages: Lock['packages'], from: string, name: string): boolean => {
  const places = [from];
  for (let at = from; at.includes('/node_modules/');) {
    at = at.slice(0, at.lastIndexOf('/node_modules/'));
    places.push(at);
  }
  return [...places.map((place) => `${place}/`), ''].some(
    (place) => `${place}node_modules/${name}` in packages,
  );
};

const systems = ['android', 'darwin', 'freebsd', 'linux', 'openharmony', 'win32'];
const processors = ['arm64', 'arm', 'ia32', 'loong64', 'ppc64', 'riscv64', 's390x', 'x64'];

/** Platform packages are named after their platform: `@swc/core-linux-ppc64-gnu`. Throws when a name says none. */
const entryFor = ({ name, version, dev }: Missing) => {
  const words = name.split(/[/-]/);
  const os = systems.filter((system) => words.includes(system));
  const cpu = processors.filter((processor) => words.includes(processor));
  if (os.length !== 1 || cpu.length !== 1 || !/^\d/.test(version))
    throw new Error(`${name} ${version} is not the package of one platform: lock it by hand`);
  const libc = words.some((word) => word.startsWith('musl')) ? ['musl'] : ['glibc'];
  return {
    version,
    cpu,
    ...(dev && { dev: true }),
    ...(os[0] === 'linux' && { libc }),
    optional: true,
    os,
  };
};

if (import.meta.main) {
  const file = join(resolve(import.meta.dirname, '../..'), 'package-lock.json');
  const lock = JSON.parse(readFileSync(file, 'utf8')) as Lock;
  for (const missing of missingFrom(lock)) {
    lock.packages[`node_modules/${missing.name}`] = entryFor(missing);
    console.log(`${missing.name} ${missing.version}`);
  }
  const sorted = Object.entries(lock.packages).sort(([a], [b]) => (a < b ? -1 : 1));
  lock.packages = Object.fromEntries(sorted);
  writeFileSync(file, `${JSON.stringify(lock, undefined, 2)}\n`);
}
