import { runService } from '#process';
import { runWorker } from './run-worker.js';

await runService((life) => runWorker(process.env, life));
