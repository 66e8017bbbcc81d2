import 'reflect-metadata';
import { runService } from '#process';
import { runGateway } from './run-gateway.js';

await runService((life) => runGateway(process.env, life));
