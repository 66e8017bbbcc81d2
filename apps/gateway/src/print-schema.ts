// Writes docs/schema.graphql and docs/permissions.md from the code. `api-pages.spec.ts` compares them with it.
import 'reflect-metadata';
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { contexts } from '../../worker/src/index.js';
import { apiPages } from './api-pages.js';
import { readAreas } from './read-areas.js';

for (const [file, text] of Object.entries(await apiPages(contexts, readAreas))) {
  const path = resolve(import.meta.dirname, '../../..', file);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
  process.stdout.write(`${file}\n`);
}
