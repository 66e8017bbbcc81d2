import type { Pool } from '#postgres';
import { BareFeed } from '../../support/eventstoredb/bare-feed.js';
import type { Row } from './dangling.js';

/** How a test looks at the events of a store, in the order of the feed, past the code under test. */
export interface Rows {
  rows(): Promise<readonly Row[]>;
  close(): Promise<void>;
}

export const tableRows = (pool: Pool): Rows => ({
  rows: async () => {
    const { rows } = await pool.query<Row>(
      'select stream, type, data from es.events order by position',
    );
    return rows;
  },
  close: () => Promise.resolve(),
});

export const bareRows = (url: string): Rows => {
  const feed = new BareFeed(url);
  return {
    rows: async () => (await feed.events()) as readonly Row[],
    close: () => feed.close(),
  };
};
