import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Readiness, ReadinessReport } from './readiness.js';

/** The listener, at the port it was given or, for 0, at the one it got. `close` cuts what is open. */
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
    const answer = (status: number, body: string) => {
      response.writeHead(status, {
        'content-type': 'application/json',
        'cache-control': 'no-store',
      });
      response.end(`${body}\n`);
    };
    const path = request.url?.split('?')[0];
    if (path === '/healthz') return answer(200, '{"status":"ok"}');
    if (path !== '/readyz') return answer(404, '{"status":"there is nothing here"}');
    void readiness.report().then((report) => answer(report.ready ? 200 : 503, linesOf(report)));
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

/** JSON with a line for each condition: people read it too. */
const linesOf = ({ ready, conditions }: ReadinessReport): string => {
  const lines = Object.entries(conditions).map(
    ([name, finding]) => ` ${JSON.stringify(name)}: ${JSON.stringify(finding)}`,
  );
  return `{"ready":${ready},"conditions":{\n${lines.join(',\n')}\n}}`;
};
