// For container health checks: ends with 0 when the process on this machine's HEALTH_PORT is alive, `ready` as argument when it is ready.
const [question] = process.argv.slice(2);
const path = question === 'ready' ? '/readyz' : '/healthz';
const { HEALTH_PORT = '3001', HOST } = process.env;
const host = HOST === undefined || HOST === '' || HOST === '0.0.0.0' ? '127.0.0.1' : HOST;
const healthy = async (): Promise<boolean> => {
  try {
    const patience = AbortSignal.timeout(3_000);
    const { ok } = await fetch(`http://${host}:${HEALTH_PORT || '3001'}${path}`, {
      signal: patience,
    });
    return ok;
  } catch {
    // Nobody answers: that is what is to be told.
    return false;
  }
};
process.exit((await healthy()) ? 0 : 1);
