import { buildPeers } from './buildPeers';

// Builds what is not built yet: `npm run build:peers`.
buildPeers(line => process.stdout.write(`${line}\n`)).catch(error => {
  process.stderr.write(`${error}\n`);
  process.exit(1);
});
