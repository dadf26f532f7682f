import {
  AuthService,
  coreServices,
  createServiceFactory,
} from '@backstage/backend-plugin-api';
import { mockCredentials, mockServices } from '@backstage/backend-test-utils';

/** The mocked auth service, made to remember that a backend acts for a user. */
export const rememberingAuth = createServiceFactory({
  service: coreServices.auth,
  deps: { plugin: coreServices.pluginMetadata },
  factory({ plugin }): AuthService {
    const auth = mockServices.auth({ pluginId: plugin.getId() });
    const authenticate: AuthService['authenticate'] = async (
      token,
      options,
    ) => {
      const credentials = await auth.authenticate(token, options);
      return token.startsWith('mock-service-token:') &&
        auth.isPrincipal(credentials, 'user')
        ? mockCredentials.user(credentials.principal.userEntityRef, {
            actor: { subject: 'plugin:scaffolder' },
          })
        : credentials;
    };
    return Object.assign(Object.create(auth), { authenticate });
  },
});
