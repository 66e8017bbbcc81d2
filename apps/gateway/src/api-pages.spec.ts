import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { contexts } from '../../worker/src/index.js';
import { apiPages } from './api-pages.js';
import { readAreas } from './read-areas.js';

describe('the generated pages about the API', () => {
  it('are what the code says; otherwise run npm run docs:api', async () => {
    const pages = await apiPages(contexts, readAreas);
    for (const [file, text] of Object.entries(pages)) {
      const written = readFileSync(resolve(import.meta.dirname, '../../..', file), 'utf8');
      expect({ file, same: written === text }).toEqual({ file, same: true });
    }
  });
});
