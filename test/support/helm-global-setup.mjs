// Helm for the whole run, built before any test's time counts. Where it is not to be had, the specs are told why and say so.
import '../../infra/tooling/typescript.mjs';

export default async function findHelmForAll() {
  const { findHelm } = await import('../deployment/helm.ts');
  const helm = await findHelm();
  if ('why' in helm) process.env.TEST_NO_HELM = helm.why;
  else process.env.TEST_HELM = helm.program;
}
