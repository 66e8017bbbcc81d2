import { eventStoreContract } from '../../libs/event-store/spec/contract/index.js';
import { MemoryEventStore } from './memory-event-store.js';

eventStoreContract('memory', async (options = {}) => {
  const store = new MemoryEventStore(options);
  // There is no connection to break.
  return Promise.resolve({
    store,
    sever: () => Promise.resolve(),
    dispose: () => store.close(),
  });
});
