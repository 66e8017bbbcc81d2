// A projector in a process of its own, to be killed: keeps the views of DATABASE_URL until its standard input ends.
import { openPlatform } from '../../../apps/worker/src/index.js';
import { keepViews } from '../../../apps/worker/src/keep-views.js';
import { feedFrom, projectorVariables } from '../../../apps/worker/src/projection-feed.js';

const { DATABASE_URL: databaseUrl = '', VAULT_KEY: vaultKey = '' } = process.env;
const platform = await openPlatform({ databaseUrl, vaultKey });
const onTrouble = () => undefined;
const feed = feedFrom(projectorVariables.parse(process.env), platform.store, onTrouble);
const views = keepViews({ platform, feed, onTrouble });
console.log('ready');
process.stdin.resume();
process.stdin.once('end', () => {
  void views.stop().then(() => process.exit(0));
});
