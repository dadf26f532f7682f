// Installs all dependencies, unless the last install already has what the lock file asks for.
import { existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { yarn } from './yarn.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const stamp = join(root, 'node_modules', '.yarn-state.yml');

const manifests = [
  '.',
  'peers',
  'bench',
  'e2e',
  'release',
  'packages/*',
  'plugins/*',
]
  .flatMap(folder =>
    folder.endsWith('/*')
      ? readdirSync(join(root, folder.slice(0, -2))).map(name =>
          join(folder.slice(0, -2), name),
        )
      : [folder],
  )
  .map(folder => join(root, folder, 'package.json'));
const newest = Math.max(
  ...[...manifests, join(root, 'yarn.lock')]
    .filter(existsSync)
    .map(file => statSync(file).mtimeMs),
);

if (!existsSync(stamp) || statSync(stamp).mtimeMs < newest) {
  process.exit(yarn(['install', '--immutable']));
}
