import { eventStoreContract } from '../../spec/contract/index.js';
import { freshPostgresStore } from '../../spec/contract/postgres.js';

eventStoreContract('PostgreSQL', freshPostgresStore);
