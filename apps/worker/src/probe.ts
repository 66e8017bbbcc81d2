// For container health checks: ends with 0 when the process on this machine's HEALTH_PORT is alive, `ready` as argument when it is ready.
import { probeUrl } from './probe-url.js';

const [question] = process.argv.slice(2);
const healthy = async (): Promise<boolean> => {
  try {
    const url = probeUrl(question === 'ready' ? '/readyz' : '/healthz', process.env);
    const { ok } = await fetch(url, { signal: AbortSignal.timeout(3_000) });
    return ok;
  } catch {
    // Nobody answers: that is what is to be told.
    return false;
  }
};
process.exit((await healthy()) ? 0 : 1);
