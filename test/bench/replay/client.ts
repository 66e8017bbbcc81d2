import { Agent, request } from 'node:http';

/** Posts a body of JSON and answers the body that comes back. Rejects unless it is answered with 200. */
export type Ask = (body: string) => Promise<string>;

/** One client on one connection, as thin as the driver that the bare select is measured with. */
export const keepAlive = (
  url: string,
  more: Readonly<Record<string, string>>,
): { readonly ask: Ask; close(): void } => {
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  const headers = { 'content-type': 'application/json', ...more };
  const ask: Ask = (body) =>
    new Promise((resolve, reject) => {
      const sent = request(url, { method: 'POST', agent, headers }, (response) => {
        const chunks: Buffer[] = [];
        response.on('data', (chunk: Buffer) => chunks.push(chunk));
        response.on('error', reject);
        response.on('end', () => {
          const text = Buffer.concat(chunks).toString('utf8');
          if (response.statusCode === 200) resolve(text);
          else reject(new Error(`answered ${String(response.statusCode)}`));
        });
      });
      sent.on('error', reject);
      sent.end(body);
    });
  return { ask, close: () => agent.destroy() };
};
