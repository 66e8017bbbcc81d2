// The test server as a process of its own, to be killed and frozen: `main.ts FOLDER [PORT]`. Says its port and serves until it is ended.
import { startServer } from './server.js';

const [folder = '', port = '0'] = process.argv.slice(2);
const server = await startServer({ folder, port: Number(port) });
process.stdout.write(`${String(server.port)}\n`);
// Whoever started it is gone.
process.stdin.resume().on('end', () => process.exit(0));
