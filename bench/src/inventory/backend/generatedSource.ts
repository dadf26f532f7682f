import {
  coreServices,
  createBackendModule,
} from '@backstage/backend-plugin-api';
import {
  InventoryProvider,
  InventorySink,
  vmInventoryProvidersExtensionPoint,
} from '@backlot/plugin-vm-inventory-node';
import { generateInventory } from './generateInventory';

const LOAD_BATCH = 500;

/** A source of so many machines as configuration says, which change only when it is run again. */
class GeneratedProvider implements InventoryProvider {
  readonly source = 'generated';
  readonly title = 'Generated';
  readonly type = 'generated';
  readonly accountDigest: string;
  readonly #machines: number;

  constructor(machines: number) {
    this.#machines = machines;
    this.accountDigest = `generated-${machines}`;
  }

  async run(
    sink: InventorySink,
    { signal }: { signal: AbortSignal },
  ): Promise<void> {
    sink.beginLoad({ expected: this.#machines });
    const objects = generateInventory(this.source, this.#machines);
    while (objects.length > 0) {
      // As they come from a network: nothing is shared.
      sink.load(
        JSON.parse(JSON.stringify(objects.splice(-LOAD_BATCH, LOAD_BATCH))),
      );
    }
    await sink.endLoad();
    while (!signal.aborted) {
      sink.confirm();
      await new Promise<void>(resolve => {
        const timer = setTimeout(resolve, 10_000);
        signal.addEventListener('abort', () => {
          clearTimeout(timer);
          resolve();
        });
      });
    }
  }

  async *test() {
    yield { name: 'generated', ok: true, detail: 'It is generated.' };
  }
}

export const generatedSource = createBackendModule({
  pluginId: 'vm-inventory',
  moduleId: 'generated',
  register: reg =>
    reg.registerInit({
      deps: {
        config: coreServices.rootConfig,
        providers: vmInventoryProvidersExtensionPoint,
      },
      init: async ({ config, providers }) => {
        const machines = config.getOptionalNumber('bench.machines');
        if (machines !== undefined) {
          providers.addProvider(new GeneratedProvider(machines));
        }
      },
    }),
});
