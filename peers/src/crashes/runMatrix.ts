// Runs the whole crash matrix, two suites at a time, and says what came of it.
import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { resolve } from 'node:path';

const root = resolve(__dirname, '../../..');
const cli = resolve(root, 'node_modules/.bin/backstage-cli');

/** What each suite says of its points. */
const outcomes = [
  // Of a batch, the first that ends wrong ends the suite.
  /^Crashes, .*: (?<points>\d+) points(, (?<wrong>\d+) ended wrong)?/,
  /^Two replicas, .*: (?<points>\d+) points, .* (?<wrong>\d+) ended wrong/,
  /^Processes killed: (?<points>\d+), ended wrong: (?<wrong>\d+)/,
  /^Atlantis killed .*: /,
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
async function run(folder: string, test: string): Promise<boolean> {
  const child = spawn(
    cli,
    [
      ...['package', 'test', '--watchAll=false', '--runInBand'],
      ...['--testTimeout=1200000', test],
    ],
    {
      cwd: resolve(root, folder),
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { ...process.env, BACKLOT_CRASH_POINTS: 'all' },
    },
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

/** Each by itself: of several in one run, what the last says does not always come out. */
async function runEach(folder: string, tests: string[]): Promise<boolean> {
  let passed = true;
  for (const test of tests) {
    passed = (await run(folder, test)) && passed;
  }
  return passed;
}

async function main(): Promise<void> {
  const began = Date.now();
  const [inProcess, killed] = await Promise.all([
    runEach('plugins/vm-requests-backend', [
      'src/recovery/crashes',
      'src/operations/crashes',
      'src/batches/crashes',
      'src/recovery/replicas',
    ]),
    runEach('peers', ['src/crashes/crashes', 'src/crashes/atlantis']),
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
