import { createBackendModule } from '@backstage/backend-plugin-api';
import {
  mockCredentials,
  startTestBackend,
  TestBackendOptions,
} from '@backstage/backend-test-utils';
import {
  InventoryProvider,
  vmInventoryProvidersExtensionPoint,
} from '@backlot/plugin-vm-inventory-node';
import request from 'supertest';
import { vmInventoryPlugin } from '../plugin';

/**
 * A running plugin with these providers, and calls to it in the name of somebody.
 *
 * @internal
 */
export async function startInventory(options: {
  providers: InventoryProvider[];
  features?: NonNullable<TestBackendOptions<unknown[]>['features']>;
}) {
  const backend = await startTestBackend({
    features: [
      vmInventoryPlugin,
      createBackendModule({
        pluginId: 'vm-inventory',
        moduleId: 'test',
        register: reg =>
          reg.registerInit({
            deps: { providers: vmInventoryProvidersExtensionPoint },
            init: async ({ providers }) =>
              providers.addProvider(...options.providers),
          }),
      }),
      ...(options.features ?? []),
    ],
  });
  const as = (header: string) => {
    const path = (rest: string) => `/api/vm-inventory/v1/${rest}`;
    const named = (test: request.Test) => test.set('Authorization', header);
    return {
      get: (rest: string) => named(request(backend.server).get(path(rest))),
      post: (rest: string, body?: object) =>
        named(request(backend.server).post(path(rest)).send(body)),
      put: (rest: string, body?: object) =>
        named(request(backend.server).put(path(rest)).send(body)),
      delete: (rest: string) =>
        named(request(backend.server).delete(path(rest))),
    };
  };
  const person = 'user:default/anna.weber';
  return {
    server: backend.server,
    stop: () => backend.stop(),
    user: as(mockCredentials.user.header(person)),
    service: as(mockCredentials.service.header()),
    /** A plugin in the name of the user. */
    delegate: as(
      `Bearer ${mockCredentials.user.token(person, {
        actor: { subject: 'plugin:scaffolder' },
      })}`,
    ),
  };
}
