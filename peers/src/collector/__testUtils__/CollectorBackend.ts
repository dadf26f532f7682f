import {
  mockCredentials,
  mockServices,
  startTestBackend,
  TestBackend,
} from '@backstage/backend-test-utils';
import inventoryPlugin from '@backlot/plugin-vm-inventory-backend';
import vspherePlugin from '@backlot/plugin-vm-inventory-backend-module-vsphere';
import {
  InventoryKind,
  InventoryObjectOf,
  InventoryPage,
  inventoryPaths,
  MachineDetails,
  SourceList,
  SourceStatus,
} from '@backlot/plugin-vm-inventory-common';
import { simulatorSource } from '../../simulatorSource';
import { VCenterSimulator } from '../../startVCenterSimulator';

const lookEveryMs = 50;
const patienceMs = 180_000;

/** A backend that collects a simulator, read over HTTP. */
export class CollectorBackend {
  readonly #backend: TestBackend;

  static async start(
    simulator: VCenterSimulator,
    options: {
      fullPassMinutes?: number;
      maxWaitSeconds?: number;
      timeoutSeconds?: number;
    } = {},
  ): Promise<CollectorBackend> {
    const source = {
      ...simulatorSource(simulator),
      maxWaitSeconds: 5,
      ...options,
    };
    return new CollectorBackend(
      await startTestBackend({
        features: [
          mockServices.rootConfig.factory({
            data: { vmInventory: { vsphere: { sources: [source] } } },
          }),
          inventoryPlugin,
          vspherePlugin,
        ],
      }),
    );
  }

  private constructor(backend: TestBackend) {
    this.#backend = backend;
  }

  async close(): Promise<void> {
    await this.#backend.stop();
  }

  async status(): Promise<SourceStatus> {
    const { items } = await this.#get<SourceList>('sources');
    return items[0];
  }

  /** The state of the source that a list comes with. */
  async stateWithAnswers(): Promise<SourceStatus['state']> {
    const { freshness }: InventoryPage<'cluster'> = await this.#get('clusters');
    return freshness.sources[0].state;
  }

  /** All objects of a kind, page by page. */
  async list<K extends InventoryKind>(
    kind: K,
  ): Promise<InventoryObjectOf<K>[]> {
    const objects: InventoryObjectOf<K>[] = [];
    let cursor: string | undefined;
    do {
      const page: InventoryPage<K> = await this.#get(
        `${inventoryPaths[kind]}?limit=1000${
          cursor ? `&cursor=${encodeURIComponent(cursor)}` : ''
        }`,
      );
      objects.push(...page.items);
      cursor = page.nextCursor;
    } while (cursor);
    return objects;
  }

  /** The object with this id; undefined when there is none. */
  async find<K extends InventoryKind>(
    kind: K,
    id: string,
  ): Promise<InventoryObjectOf<K> | undefined> {
    return (await this.list(kind)).find(object => object.id === id);
  }

  /** What the simulator is asked of one machine. */
  async details(id: string): Promise<MachineDetails> {
    return this.#get(`machines/simulator/${encodeURIComponent(id)}/details`);
  }

  /** Resolves once a source is in this state. */
  async reaches(state: SourceStatus['state']): Promise<SourceStatus> {
    return this.until(async () => {
      const status = await this.status();
      return status.state === state ? status : undefined;
    });
  }

  /**
   * Looks until there is something to see.
   *
   * @throws Error when it takes too long
   */
  async until<T>(look: () => Promise<T | undefined>): Promise<T> {
    const deadline = Date.now() + patienceMs;
    for (;;) {
      const seen = await look();
      if (seen !== undefined) {
        return seen;
      }
      if (Date.now() > deadline) {
        throw new Error(
          `It did not come in ${patienceMs} ms: ${look}; the source is ${JSON.stringify(
            await this.status(),
          )}`,
        );
      }
      await new Promise(resolve => setTimeout(resolve, lookEveryMs));
    }
  }

  async #get<T>(path: string): Promise<T> {
    const response = await fetch(
      `http://127.0.0.1:${this.#backend.server.port()}/api/vm-inventory/v1/${path}`,
      { headers: { authorization: mockCredentials.user.header() } },
    );
    const text = await response.text();
    if (!response.ok) {
      throw new Error(`${path}: ${text}`);
    }
    return JSON.parse(text);
  }
}
