import { openPostgresCopySide } from '../postgres/copy-side.js';
import type { CopySide } from './copy-side.js';

/**
 * Opens the store at a URL – `postgres://…`, `esdb://…` or `esdb+discover://…` – to copy from it or to it. Throws `TypeError` for
 * another scheme; rejects as the adapters' own do.
 */
export const openCopySide = async (url: string): Promise<CopySide> => {
  const [scheme = ''] = url.split('://', 1);
  if (/^postgres(?:ql)?$/.test(scheme)) return openPostgresCopySide(url);
  if (!/^esdb(?:\+discover)?$/.test(scheme))
    throw new TypeError('must begin with postgres://, esdb:// or esdb+discover://');
  // The client of EventStoreDB is loaded only where it is used.
  const { openEventStoreDbCopySide } = await import('../eventstoredb/copy-side.js');
  return openEventStoreDbCopySide(url);
};
