import { tmpdir } from 'node:os';
import {
  BackendFeature,
  coreServices,
  createBackendPlugin,
} from '@backstage/backend-plugin-api';
import { mockServices, startTestBackend } from '@backstage/backend-test-utils';
import { VmInventoryService } from '@backlot/plugin-vm-inventory-node';
import { RequestPreview } from '@backlot/plugin-vm-requests-common';
import { followLog } from '../ledger/followLog';
import { LogFollowers } from '../logs/LogFollowers';
import { PeerTests } from '../peers/createPeerTests';
import { RequestAccess } from '../permissions/RequestAccess';
import { createRouter } from '../routes/createRouter';
import { EventStreams } from '../streams/EventStreams';
import { RequestWatch } from '../streams/RequestWatch';
import { World } from './World';

/** Serves the REST API over a world, with the mocked sign-in of Backstage's test backend. */
export async function startRouter(
  world: World,
  options: {
    features?: BackendFeature[];
    preview?: RequestPreview;
    inventory?: Pick<VmInventoryService, 'list'>;
    peerTests?: Partial<PeerTests>;
    streams?: EventStreams;
    watch?: RequestWatch;
  } = {},
) {
  const plugin = createBackendPlugin({
    pluginId: 'vm-requests',
    register(env) {
      env.registerInit({
        deps: {
          auditor: coreServices.auditor,
          auth: coreServices.auth,
          httpAuth: coreServices.httpAuth,
          httpRouter: coreServices.httpRouter,
          permissions: coreServices.permissions,
          permissionsRegistry: coreServices.permissionsRegistry,
          userInfo: coreServices.userInfo,
        },
        async init(deps) {
          deps.httpRouter.use(
            createRouter({
              ...deps,
              ledger: world.truth,
              followers: new LogFollowers({
                follow: (id, stage, following) =>
                  followLog(world.truth, id, stage, following),
                directory: tmpdir(),
              }),
              streams:
                options.streams ?? new EventStreams({ maxPerPerson: 20 }),
              watch: options.watch ?? world.watch(),
              access: RequestAccess.create({
                ...deps,
                store: world.truth.store,
              }),
              inventory: options.inventory ?? {
                list: async () => ({
                  items: [],
                  total: 0,
                  freshness: { version: 0, sources: [] },
                }),
              },
              peerTests: {
                netbox: async () => [],
                forge: async () => [],
                atlantis: async () => [],
                ...options.peerTests,
              },
              peers: [
                {
                  peer: 'netbox',
                  name: 'default',
                  stacks: [{ name: 'default' }],
                },
                {
                  peer: 'forge',
                  name: 'default',
                  stacks: [{ name: 'default' }],
                },
                {
                  peer: 'atlantis',
                  name: 'default',
                  stacks: [{ name: 'default' }],
                },
              ],
              previewer: {
                preview: async () =>
                  options.preview ?? { files: [], problems: [] },
              },
            }),
          );
        },
      });
    },
  });
  const backend = await startTestBackend({
    features: [
      plugin,
      mockServices.userInfo.factory(),
      ...(options.features ?? []),
    ],
  });
  return { server: backend.server, stop: () => backend.stop() };
}
