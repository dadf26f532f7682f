// Starts the real peers and prints how they are reached; they end with this program (Ctrl+C).
import { startPeers } from './startPeers';

async function main() {
  const [url = 'http://127.0.0.1:7007', gateToken = 'gate'] =
    process.argv.slice(2);
  const peers = await startPeers({
    backstage: { url, gateToken },
    report: line => console.error(line),
  });
  const { vcenter, forge, atlantis } = peers;
  console.log(JSON.stringify({ vcenter, forge, atlantis }, undefined, 2));
  process.stdin.resume();
  const end = () => peers.close().then(() => process.exit(0));
  process.once('SIGINT', end);
  process.once('SIGTERM', end);
}

main().catch(error => {
  console.error(error);
  process.exitCode = 1;
});
