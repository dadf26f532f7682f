import {
  mockCredentials,
  mockServices,
  startTestBackend,
} from '@backstage/backend-test-utils';
import {
  scaffolderActionsExtensionPoint,
  TemplateAction,
} from '@backstage/plugin-scaffolder-node';
import { createMockActionContext } from '@backstage/plugin-scaffolder-node-test-utils';
import { JsonObject } from '@backstage/types';
import {
  BackstageCredentials,
  createBackendModule,
} from '@backstage/backend-plugin-api';
import inventoryPlugin from '@backlot/plugin-vm-inventory-backend';
import vspherePlugin from '@backlot/plugin-vm-inventory-backend-module-vsphere';
import { MachineDetails, Template } from '@backlot/plugin-vm-inventory-common';
import {
  VmInventoryService,
  vmInventoryServiceRef,
} from '@backlot/plugin-vm-inventory-node';
import selectModule from '@backlot/plugin-scaffolder-backend-module-vm-inventory';
import { until } from '../../labBackend/until';
import { simulatorSource } from '../../simulatorSource';
import { VCenterSimulator } from '../../startVCenterSimulator';

/** A backend that collects a simulator, with the action that chooses places in it. */
export class TemplateBackend {
  readonly #credentials: BackstageCredentials = mockCredentials.service();
  readonly #select: TemplateAction<JsonObject, JsonObject, 'v2'>;
  readonly #inventory: VmInventoryService;
  readonly close: () => Promise<void>;

  static async start(simulator: VCenterSimulator): Promise<TemplateBackend> {
    let select: TemplateAction<JsonObject, JsonObject, 'v2'> | undefined;
    let inventory: VmInventoryService | undefined;
    const backend = await startTestBackend({
      extensionPoints: [
        [
          scaffolderActionsExtensionPoint,
          {
            addActions: (
              added: TemplateAction<JsonObject, JsonObject, 'v2'>,
            ) => {
              select = added;
            },
          },
        ],
      ],
      features: [
        mockServices.rootConfig.factory({
          data: {
            vmInventory: {
              vsphere: { sources: [simulatorSource(simulator)] },
              placement: { cpuOvercommit: 100 },
            },
          },
        }),
        inventoryPlugin,
        vspherePlugin,
        selectModule,
        createBackendModule({
          pluginId: 'scaffolder',
          moduleId: 'reader',
          register: reg =>
            reg.registerInit({
              deps: { read: vmInventoryServiceRef },
              init: async ({ read }) => {
                inventory = read;
              },
            }),
        }),
      ],
    });
    return new TemplateBackend(select!, inventory!, () => backend.stop());
  }

  private constructor(
    select: TemplateAction<JsonObject, JsonObject, 'v2'>,
    inventory: VmInventoryService,
    close: () => Promise<void>,
  ) {
    this.#select = select;
    this.#inventory = inventory;
    this.close = close;
  }

  /** The templates by name, once the source is loaded. */
  async templates(): Promise<Map<string, Template>> {
    for (;;) {
      const { items, freshness } = await this.#inventory.list(
        'template',
        { limit: 100 },
        { credentials: this.#credentials },
      );
      if (freshness.sources.every(({ state }) => state === 'live')) {
        return new Map(items.map(template => [template.name, template]));
      }
    }
  }

  /** What the source says of a machine, once the inventory shows it. */
  async details(id: string): Promise<MachineDetails> {
    const options = { credentials: this.#credentials };
    await until('the inventory shows the machine', async () => {
      const { items } = await this.#inventory.list(
        'machine',
        { limit: 1000 },
        options,
      );
      return items.some(machine => machine.id === id);
    });
    return this.#inventory.machineDetails({ source: 'simulator', id }, options);
  }

  /** What `vsphere:select` outputs. */
  async select(input: JsonObject): Promise<Record<string, any>> {
    const output = jest.fn();
    await this.#select.handler({
      ...createMockActionContext({ input }),
      output,
      getInitiatorCredentials: async () => this.#credentials,
    });
    return Object.fromEntries(output.mock.calls);
  }
}
