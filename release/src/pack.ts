import { resolve } from 'node:path';
import { packRelease } from './packRelease';

const root = resolve(__dirname, '../..');
const target = resolve(process.argv[2] ?? resolve(root, 'dist/release'));

packRelease(root, target).then(
  () => process.stdout.write(`The release bundle is in ${target}\n`),
  error => {
    process.stderr.write(`${error.message}\n`);
    process.exitCode = 1;
  },
);
