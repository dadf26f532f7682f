import { mockServices } from '@backstage/backend-test-utils';
import { NotModifiedError } from '@backstage/errors';
import {
  EntityProviderConnection,
  EntityProviderMutation,
} from '@backstage/plugin-catalog-node';
import {
  InventoryKind,
  InventoryObjectOf,
  InventoryPage,
  InventoryQuery,
  Machine,
  SourceStatus,
} from '@backlot/plugin-vm-inventory-common';
import { VmInventoryService } from '@backlot/plugin-vm-inventory-node';
import { exampleMachine } from '@backlot/plugin-vm-inventory-node/testUtils';
import { MachineOwnerships } from '../ownership/MachineOwnerships';
import { Sync } from '../report/SyncReporter';
import { MachineEntityProvider } from './MachineEntityProvider';

/** An inventory of ours, in memory, two machines a page. */
class MemoryInventory implements Pick<VmInventoryService, 'list'> {
  machines: Machine[] = [];
  sources: SourceStatus[] = [];
  /** Called before a page is answered. */
  beforePage: (query: InventoryQuery) => void = () => {};

  async list<K extends InventoryKind>(
    _kind: K,
    query: InventoryQuery,
    options: { etag?: string },
  ): Promise<InventoryPage<K> & { etag: string }> {
    this.beforePage(query);
    const etag = JSON.stringify([this.machines, this.sources]);
    if (options.etag === etag) {
      throw new NotModifiedError('unchanged');
    }
    const from = Number(query.cursor ?? 0);
    return {
      items: this.machines.slice(from, from + 2) as InventoryObjectOf<K>[],
      total: this.machines.length,
      ...(from + 2 < this.machines.length && { nextCursor: `${from + 2}` }),
      freshness: { version: 1, sources: this.sources },
      etag,
    };
  }
}

function status(source: string, loaded = true): SourceStatus {
  return {
    source,
    title: source,
    type: 'memory',
    state: loaded ? 'live' : 'loading',
    objects: {},
    ...(loaded && { asOf: '2026-11-21T12:00:00Z' }),
  };
}

describe('MachineEntityProvider', () => {
  async function create() {
    const inventory = new MemoryInventory();
    const mutations: EntityProviderMutation[] = [];
    const reports: Sync[] = [];
    const logger = mockServices.logger.mock();
    const connection: EntityProviderConnection = {
      applyMutation: async mutation => {
        mutations.push(mutation);
      },
      refresh: async () => {},
    };
    const provider = new MachineEntityProvider({
      inventory,
      auth: mockServices.auth(),
      ownerships: new MachineOwnerships(),
      runner: { run: async () => {} },
      config: {
        defaultOwner: 'unknown',
        namespace: 'default',
        links: [{ title: 'Web', url: 'https://${name}.acme.example' }],
      },
      reporter: {
        report: async sync => {
          reports.push(sync);
        },
      },
      logger,
    });
    await provider.connect(connection);
    const { signal } = new AbortController();
    return {
      inventory,
      reports,
      logger,
      /** What a turn hands to the catalog, by machines' names. */
      turn: async () => {
        mutations.length = 0;
        await provider.refresh(signal);
        return mutations.map(mutation =>
          mutation.type === 'full'
            ? { all: titles(mutation.entities) }
            : {
                added: titles(mutation.added),
                removed: titles(mutation.removed as typeof mutation.added),
              },
        );
      },
    };
  }

  function titles(entities: { entity: { metadata: { title?: string } } }[]) {
    return entities.map(({ entity }) => entity.metadata.title).sort();
  }

  const [one, two, three] = [1, 2, 3].map(number =>
    exampleMachine('fra', number),
  );

  it('syncs all first, then what changes, and nothing when nothing does', async () => {
    const { inventory, logger, turn } = await create();
    inventory.sources = [status('fra')];
    inventory.machines = [one, two, three];

    expect(await turn()).toEqual([{ all: ['web1', 'web2', 'web3'] }]);
    expect(await turn()).toEqual([]);
    inventory.machines = [{ ...one, power: 'off', host: 'host-9' }, two, three];
    expect(await turn()).toEqual([]);
    inventory.machines = [{ ...one, name: 'renamed' }, three];
    expect(await turn()).toEqual([{ added: ['renamed'], removed: ['web2'] }]);
    expect(logger.info.mock.calls).toEqual([
      ['Synced 3 machines to the catalog'],
      ['Synced 2 machines to the catalog: 1 added or changed, 1 removed'],
    ]);
  });

  it('leaves out what the catalog would refuse, and reports it each turn', async () => {
    const { inventory, reports, turn } = await create();
    inventory.sources = [status('fra'), status('ams')];
    inventory.machines = [
      one,
      { ...two, instanceUuid: undefined },
      { ...three, source: 'ams', name: 'web 3' },
    ];
    expect(await turn()).toEqual([{ all: ['web1'] }]);
    expect(await turn()).toEqual([]);

    // What was found out about a source holds while it has nothing to show.
    inventory.sources = [status('fra'), status('ams', false)];
    inventory.machines = [one, two];
    expect(await turn()).toEqual([{ added: ['web2'], removed: [] }]);
    expect(
      reports.map(({ machines, leftOut }) => [
        machines,
        ...leftOut.map(({ name }) => name),
      ]),
    ).toEqual([
      [1, 'web2', 'web 3'],
      [1, 'web2', 'web 3'],
      [2, 'web 3'],
    ]);
  });

  it('removes a machine that the catalog would not take any more', async () => {
    const { inventory, reports, turn } = await create();
    inventory.sources = [status('fra')];
    inventory.machines = [one, two];
    await turn();
    inventory.machines = [one, { ...two, name: 'web 2' }];
    expect(await turn()).toEqual([{ added: [], removed: ['web2'] }]);
    expect(reports.at(-1)).toMatchObject({
      machines: 1,
      leftOut: [{ name: 'web 2' }],
    });
  });

  it('reports nothing before any source has been loaded', async () => {
    const { inventory, reports, turn } = await create();
    inventory.sources = [status('fra', false)];
    expect(await turn()).toEqual([]);
    expect(reports).toEqual([]);
  });

  it('removes nothing before it has seen every source', async () => {
    const { inventory, turn } = await create();
    inventory.sources = [status('fra'), status('ams', false)];
    inventory.machines = [one];
    expect(await turn()).toEqual([{ added: ['web1'], removed: [] }]);

    inventory.sources = [status('fra'), status('ams')];
    inventory.machines = [one, { ...two, source: 'ams' }];
    expect(await turn()).toEqual([{ all: ['web1', 'web2'] }]);
  });

  it('keeps what it synced of a source that has nothing to show now', async () => {
    const { inventory, turn } = await create();
    inventory.sources = [status('fra'), status('ams')];
    inventory.machines = [one, { ...two, source: 'ams' }];
    await turn();
    inventory.sources = [status('fra'), status('ams', false)];
    inventory.machines = [one, three];
    expect(await turn()).toEqual([{ added: ['web3'], removed: [] }]);

    inventory.sources = [status('fra')];
    expect(await turn()).toEqual([{ added: [], removed: ['web2'] }]);
  });

  it('syncs nothing of a reading that different replicas answered', async () => {
    const { inventory, turn } = await create();
    inventory.sources = [status('fra')];
    inventory.machines = [one, two, three];
    inventory.beforePage = ({ cursor }) => {
      inventory.sources = [status('fra', !cursor)];
    };
    await expect(turn()).rejects.toThrow(/answered from different sources/);

    inventory.beforePage = () => {};
    inventory.sources = [status('fra')];
    expect(await turn()).toEqual([{ all: ['web1', 'web2', 'web3'] }]);
  });
});
