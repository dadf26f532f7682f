import { dirname, join } from 'node:path';
import { resolvePackagePath } from '@backstage/backend-plugin-api';

/** The starter of the repository that pull requests go to. */
export const infrastructure = join(
  dirname(resolvePackagePath('@backlot/bench')),
  'templates',
  'infrastructure',
);
