import {
  createServiceFactory,
  createServiceRef,
} from '@backstage/backend-plugin-api';
import { GitForge } from './GitForge';
import { gitForgesServiceRef } from './gitForgesServiceRef';

/**
 * The default Git forge, as `gitForge` of the configuration says.
 *
 * @public
 */
export const gitForgeServiceRef = createServiceRef<GitForge>({
  id: 'backlot.git-forge',
  scope: 'plugin',
  defaultFactory: async service =>
    createServiceFactory({
      service,
      deps: { forges: gitForgesServiceRef },
      factory: ({ forges }) => forges.get(),
    }),
});
