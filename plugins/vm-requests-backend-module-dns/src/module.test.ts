import { createBackendPlugin } from '@backstage/backend-plugin-api';
import { mockServices, startTestBackend } from '@backstage/backend-test-utils';
import { JsonObject } from '@backstage/types';
import {
  MachineHook,
  vmRequestMachineHooksExtensionPoint,
} from '@backlot/plugin-vm-requests-node';
import { vmRequestsModuleDns } from './module';

/** The hooks that the module adds with a configuration. */
async function hooksWith(vmRequests: JsonObject): Promise<MachineHook[]> {
  const hooks: MachineHook[] = [];
  const ledger = createBackendPlugin({
    pluginId: 'vm-requests',
    register(env) {
      env.registerExtensionPoint(vmRequestMachineHooksExtensionPoint, {
        addHook: hook => {
          hooks.push(hook);
        },
      });
      env.registerInit({ deps: {}, async init() {} });
    },
  });
  const backend = await startTestBackend({
    features: [
      ledger,
      vmRequestsModuleDns,
      mockServices.rootConfig.factory({ data: { vmRequests } }),
    ],
  });
  await backend.stop();
  return hooks;
}

describe('vmRequestsModuleDns', () => {
  it('adds a hook where a server is configured', async () => {
    const hooks = await hooksWith({
      dns: {
        server: '10.0.0.53',
        key: { name: 'backlot', secret: 'c2VjcmV0' },
        zones: ['dev.acme.example'],
      },
    });
    expect(hooks).toMatchObject([{ id: 'dns', title: 'DNS' }]);
  });

  it('does nothing where none is', async () => {
    expect(await hooksWith({})).toEqual([]);
  });
});
