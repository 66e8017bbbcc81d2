import { eventStoreContract } from '../../contract/index.js';
import { freshPostgresStore } from '../../contract/postgres.js';

eventStoreContract('PostgreSQL', freshPostgresStore);
