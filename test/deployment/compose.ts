import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { parse } from 'yaml';

const root = resolve(import.meta.dirname, '../..');

export interface ComposeService {
  readonly image?: string;
  readonly build?: { readonly context: string; readonly dockerfile: string };
  readonly profiles: readonly string[];
  readonly command?: readonly string[];
  readonly environment?: Readonly<Record<string, string>>;
  readonly healthcheck?: { readonly test?: readonly string[]; readonly disable?: boolean };
  readonly deploy?: { readonly replicas: number };
  readonly depends_on?: Readonly<Record<string, { readonly condition: string }>>;
  readonly ports?: readonly string[];
  readonly read_only?: boolean;
  readonly cap_drop?: readonly string[];
  readonly security_opt?: readonly string[];
  readonly user?: string;
}
export interface Compose {
  readonly name: string;
  readonly services: Readonly<Record<string, ComposeService>>;
  readonly volumes: Readonly<Record<string, unknown>>;
}

export const composeText = readFileSync(resolve(root, 'docker-compose.yml'), 'utf8');

/** The file with its anchors resolved and its `${…}` left as they are. */
export const compose = parse(composeText, { merge: true }) as Compose;

/** The services of ours, by name: those whose image is built here. */
export const ourServices = Object.entries(compose.services).filter(([, { build }]) => build);

/**
 * Text as compose makes it of `${NAME}`, `${NAME:-default}` and `${NAME:?why}`. Throws, as compose does, for a name without a value
 * that must have one.
 */
export const interpolated = (
  text: string,
  values: Readonly<Record<string, string | undefined>>,
): string =>
  text.replaceAll(/\$\{(\w+)(?::([-?])([^}]*))?\}/g, (_, name: string, how, rest: string) => {
    const value = values[name];
    if (value) return value;
    if (how === '?') throw new Error(`${name} must be set: ${rest}`);
    return how === '-' ? rest : '';
  });

/** The environment that compose gives a service. */
export const environmentOf = (
  { environment = {} }: ComposeService,
  values: Readonly<Record<string, string | undefined>>,
): Readonly<Record<string, string>> =>
  Object.fromEntries(
    Object.entries(environment).map(([name, text]) => [name, interpolated(text, values)]),
  );

/** The environment that the image brings itself. */
export const imageEnvironment = (): Readonly<Record<string, string>> =>
  Object.fromEntries(
    [...dockerfile().matchAll(/^ENV (\w+)=(\S+)$/gm)].map(([, name = '', value = '']) => [
      name,
      value,
    ]),
  );

export const dockerfile = (): string =>
  readFileSync(resolve(root, 'infra/docker/Dockerfile'), 'utf8');
