import { eventStoreContract } from '../../spec/contract/index.js';
import { freshEventStoreDb } from '../../spec/contract/eventstoredb.js';

// It never spans streams: the suite meets it both times as it is.
eventStoreContract('EventStoreDB', ({ clock } = {}) => freshEventStoreDb(clock ? { clock } : {}));
