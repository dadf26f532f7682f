// Runs the pinned Yarn, wherever it comes from: `node .ci/yarn.mjs <arguments>`.
// Backstage's CLI needs Yarn; npx fetches it where the machine has only npm.
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const { packageManager } = JSON.parse(
  readFileSync(join(root, 'package.json'), 'utf8'),
);
const version = packageManager.split('@')[1];

/** @param {string[]} args */
export function yarn(args, options = {}) {
  const result = spawnSync(
    'npx',
    ['-y', `@yarnpkg/cli-dist@${version}`, ...args],
    { cwd: root, stdio: 'inherit', ...options },
  );
  if (result.error) {
    throw result.error;
  }
  return result.status ?? 1;
}

/** The environment in which the binaries of this repository are found. */
export function binaryEnvironment() {
  return {
    ...process.env,
    PATH: [join(root, 'node_modules', '.bin'), process.env.PATH].join(
      delimiter,
    ),
  };
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  process.exit(yarn(process.argv.slice(2)));
}
