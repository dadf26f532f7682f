import {
  createServiceFactory,
  createServiceRef,
} from '@backstage/backend-plugin-api';
import { AtlantisClient } from './AtlantisClient';
import { atlantisServersServiceRef } from './atlantisServersServiceRef';

/**
 * The default Atlantis, as `atlantis` of the configuration says.
 *
 * @public
 */
export const atlantisServiceRef = createServiceRef<AtlantisClient>({
  id: 'backlot.atlantis',
  scope: 'plugin',
  defaultFactory: async service =>
    createServiceFactory({
      service,
      deps: { servers: atlantisServersServiceRef },
      factory: ({ servers }) => servers.get(),
    }),
});
