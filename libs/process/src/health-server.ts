import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Readiness } from './readiness.js';

export interface HealthServer {
  readonly port: number;
  close(): Promise<void>;
}

/**
 * `GET /healthz` answers 200 while the process answers at all; `GET /readyz` answers 200 or 503 with the report as JSON, a line for
 * each condition. For supervisors: no token, no data. Rejects when the port cannot be had.
 */
export const serveHealth = async (
  readiness: Readiness,
  { port, host }: { readonly port: number; readonly host: string },
): Promise<HealthServer> => {
  const server = createServer((request, response) => {
    const answer = (status: number, body: object) => {
      response.writeHead(status, {
        'content-type': 'application/json',
        'cache-control': 'no-store',
      });
      response.end(`${JSON.stringify(body, undefined, 1)}\n`);
    };
    const path = request.url?.split('?')[0];
    if (path === '/healthz') return answer(200, { status: 'ok' });
    if (path !== '/readyz') return answer(404, { status: 'there is nothing here' });
    void readiness.report().then((report) => answer(report.ready ? 200 : 503, report));
    return undefined;
  });
  server.listen(port, host);
  await once(server, 'listening');
  return {
    port: (server.address() as AddressInfo).port,
    close: async () => {
      const closed = once(server, 'close');
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
};
