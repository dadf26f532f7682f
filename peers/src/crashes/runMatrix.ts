// Runs the whole crash matrix, two suites at a time, and says what came of it.
import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { resolve } from 'node:path';

const root = resolve(__dirname, '../../..');
const cli = resolve(root, 'node_modules/.bin/backstage-cli');

/** What each suite says of its points. */
const outcomes = [
  /^Crashes, .*: (?<points>\d+) points, (?<wrong>\d+) ended wrong/,
  /^Two replicas, .*: (?<points>\d+) points, .* (?<wrong>\d+) ended wrong/,
  /^Processes killed: (?<points>\d+), ended wrong: (?<wrong>\d+)/,
  /^Atlantis killed (?<point>.*): /,
];

const counts = { points: 0, wrong: 0 };

function count(line: string): void {
  const found = outcomes.map(outcome => outcome.exec(line)).find(Boolean);
  if (found) {
    const { points = '1', wrong = '0' } = found.groups ?? {};
    counts.points += Number(points);
    counts.wrong += Number(wrong);
    process.stdout.write(`${line}\n`);
  }
}

/** @returns whether all of its tests passed */
async function run(
  folder: string,
  tests: string[],
  ...options: string[]
): Promise<boolean> {
  const child = spawn(
    cli,
    ['package', 'test', '--watchAll=false', ...options, ...tests],
    { cwd: resolve(root, folder), stdio: ['ignore', 'pipe', 'pipe'] },
  );
  const said: string[] = [];
  for (const stream of [child.stdout, child.stderr]) {
    createInterface({ input: stream }).on('line', line => {
      said.push(line);
      count(line);
    });
  }
  const code = await new Promise<number | null>((end, fail) => {
    child.on('error', fail);
    child.on('close', end);
  });
  if (code !== 0) {
    process.stdout.write(`${said.join('\n')}\n`);
  }
  return code === 0;
}

async function main(): Promise<void> {
  const began = Date.now();
  const real = ['--runInBand', '--testTimeout=1200000'];
  const [inProcess, killed] = await Promise.all([
    run(
      'plugins/vm-requests-backend',
      ['/crashes', 'recovery/replicas'],
      '--runInBand',
      '--testTimeout=600000',
    ),
    run('peers', ['src/crashes'], ...real),
  ]);
  const seconds = Math.round((Date.now() - began) / 1000);
  process.stdout.write(
    `${counts.points} points, ${counts.wrong} ended wrong, in ${seconds} s\n`,
  );
  if (!inProcess || !killed || counts.points === 0) {
    process.exitCode = 1;
  }
}

main().catch(error => {
  console.error(error);
  process.exitCode = 1;
});
