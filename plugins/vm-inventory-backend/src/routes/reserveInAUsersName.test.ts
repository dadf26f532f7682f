import { authServiceFactory } from '@backstage/backend-defaults/auth';
import { httpAuthServiceFactory } from '@backstage/backend-defaults/httpAuth';
import {
  AuthService,
  coreServices,
  createBackendPlugin,
} from '@backstage/backend-plugin-api';
import {
  VmInventoryService,
  vmInventoryServiceRef,
} from '@backlot/plugin-vm-inventory-node';
import {
  exampleInventory,
  MemoryInventoryProvider,
} from '@backlot/plugin-vm-inventory-node/testUtils';
import request from 'supertest';
import { createAuthPlugin } from '../__testUtils__/authPlugin';
import { startInventory } from '../__testUtils__/startInventory';

jest.setTimeout(60_000);

const source = 'fra';

// The mocked auth service forgets who acts for a user, so these tests run the real one.
describe('a reservation in the name of a user', () => {
  const provider = new MemoryInventoryProvider({
    source,
    objects: exampleInventory(source),
  });
  const asked = {
    source,
    network: 'dvportgroup-fra1',
    template: 'vm-template-fra1',
    cpus: 2,
    memoryMib: 4096,
    diskBytes: 40 * 1024 ** 3,
    reservation: { id: 'r1', ttlSeconds: 600 },
  };
  const { plugin: authPlugin, tokenFor } = createAuthPlugin();
  const token = tokenFor('user:default/anna.weber');
  let server: Parameters<typeof request>[0];
  let stop: () => Promise<void>;
  let inventory: VmInventoryService;
  let auth: AuthService;

  beforeAll(async () => {
    const started = await startInventory({
      providers: [provider],
      features: [
        authServiceFactory,
        httpAuthServiceFactory,
        authPlugin,
        createBackendPlugin({
          pluginId: 'scaffolder',
          register: reg =>
            reg.registerInit({
              deps: {
                http: coreServices.httpRouter,
                own: coreServices.auth,
                service: vmInventoryServiceRef,
              },
              init: async ({ own, service }) => {
                auth = own;
                inventory = service;
              },
            }),
        }),
      ],
    });
    ({ server, stop } = started);
    await provider.live();
  });

  afterAll(async () => {
    await stop();
  });

  it('is made by a plugin that acts for him', async () => {
    const credentials = await auth.authenticate(token);
    const placement = await inventory.place(asked, { credentials });

    expect(placement.reservation).toMatchObject({ id: 'r1' });
    expect(
      await inventory.listReservations(
        {},
        { credentials: await auth.getOwnServiceCredentials() },
      ),
    ).toMatchObject([{ id: 'r1' }]);
    await expect(
      inventory.listReservations({}, { credentials }),
    ).rejects.toThrow(expect.objectContaining({ name: 'NotAllowedError' }));
  });

  it('is not made by himself', async () => {
    const { status, body } = await request(server)
      .post('/api/vm-inventory/v1/placements')
      .set('Authorization', `Bearer ${token}`)
      .send(asked);

    expect(status).toBe(403);
    expect(body.error.message).toMatch(/Only backend plugins/);
  });
});
