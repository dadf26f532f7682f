import {
  coreServices,
  createBackendModule,
} from '@backstage/backend-plugin-api';
import { stringifyEntityRef } from '@backstage/catalog-model';
import { NotAllowedError } from '@backstage/errors';
import {
  authProvidersExtensionPoint,
  createProxyAuthProviderFactory,
} from '@backstage/plugin-auth-node';
import { labAuthenticator } from './authenticator';

/**
 * Lets one sign in as one of the lab's people.
 *
 * @public
 */
export const authModuleLab = createBackendModule({
  pluginId: 'auth',
  moduleId: 'lab',
  register(reg) {
    reg.registerInit({
      deps: {
        providers: authProvidersExtensionPoint,
        logger: coreServices.logger,
      },
      async init({ providers, logger }) {
        if (process.env.NODE_ENV === 'production') {
          throw new NotAllowedError(
            'The lab signs anybody in as anybody, so a production backend does not load it. Remove @backlot/plugin-auth-backend-module-lab from the backend and configure a real sign-in provider.',
          );
        }
        logger.warn(
          'Anybody who reaches this backend can sign in as any of the people of the lab',
        );
        providers.registerProvider({
          providerId: 'lab',
          factory: createProxyAuthProviderFactory({
            authenticator: labAuthenticator,
            async signInResolver({ result: person }, ctx) {
              return ctx.signInWithCatalogUser({
                entityRef: stringifyEntityRef({
                  kind: 'user',
                  name: person.name,
                }),
              });
            },
          }),
        });
      },
    });
  },
});
