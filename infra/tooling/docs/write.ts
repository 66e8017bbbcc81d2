// Writes the generated pages of docs/: the second half of `npm run docs`. A spec compares them with the code.
import { writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { contexts } from '../../../apps/worker/src/index.js';
import { pages } from './pages.js';

const root = resolve(import.meta.dirname, '../../..');
for (const [file, text] of Object.entries(pages(root, contexts))) {
  writeFileSync(resolve(root, file), text);
  process.stdout.write(`${file}\n`);
}
