// A process that is killed in mid-migration: makes a table, then sleeps before the step is done. Run with the database's URL.
import { migrate, openPool } from '../src/index.js';
import { first, slow } from './steps.js';

const [, , url = ''] = process.argv;
const pool = openPool(url, { application: 'dying-migration', max: 2 });
await migrate(pool, [first, slow(600)]);
await pool.end();
