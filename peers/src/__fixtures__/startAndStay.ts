// Starts a process by startProcess and prints its id; a test kills this program.
import { startProcess } from '../startProcess';

async function main() {
  const [directory] = process.argv.slice(2);
  await startProcess({
    name: 'stayer',
    command: '/bin/sh',
    args: ['-c', 'echo "pid $$"; exec sleep 600'],
    env: process.env,
    cwd: directory,
    log: `${directory}/stayer.log`,
    ready: async output => {
      const pid = /^pid (\d+)$/m.exec(output)?.[1];
      if (pid) {
        process.stdout.write(`${pid}\n`);
      }
      return Boolean(pid);
    },
  });
  process.stdin.resume();
}

main();
