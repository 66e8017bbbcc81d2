import { isIPv6 } from 'node:net';

/** Addresses that mean "all of this machine", and the one of them where the machine itself asks. */
const loopbacks: Readonly<Record<string, string>> = { '0.0.0.0': '127.0.0.1', '[::]': '[::1]' };

/** Where a process with these variables tells its health, asked from its own machine. Unset and empty mean the preset. */
export const probeUrl = (
  path: '/healthz' | '/readyz',
  { HOST, HEALTH_PORT }: Readonly<Record<string, string | undefined>>,
): URL => {
  const host = HOST || '127.0.0.1';
  const url = new URL(
    `http://${isIPv6(host) ? `[${host}]` : host}:${HEALTH_PORT || '3001'}${path}`,
  );
  // The URL has one spelling for each address.
  url.hostname = loopbacks[url.hostname] ?? url.hostname;
  return url;
};
