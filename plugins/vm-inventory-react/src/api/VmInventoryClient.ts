import { DiscoveryApi, FetchApi } from '@backstage/core-plugin-api';
import {
  CapacityHistory,
  CapacityHistoryQuery,
  CatalogStatus,
  formatTreeRef,
  InventoryCapacity,
  InventoryExportQuery,
  InventoryItem,
  InventoryKind,
  InventoryPage,
  inventoryPaths,
  InventoryQuery,
  InventoryTreeLevel,
  InventoryTreePath,
  InventoryTreeQuery,
  InventoryTreeRef,
  InventoryTreeView,
  MachineDetails,
  MachineOperation,
  MachineOperationPage,
  MachineOperationsOffer,
  MachinePowerRequest,
  MachineSnapshotList,
  MachineSnapshotRequest,
  PlaceRequest,
  Placement,
  SourceList,
  SourceTest,
  StoreStatus,
} from '@backlot/plugin-vm-inventory-common';
import { BackendClient, pathWithQuery } from '@backlot/ui-common';
import { VmInventoryApi } from './VmInventoryApi';

/**
 * Calls the REST API of the vm-inventory backend.
 *
 * @public
 */
export class VmInventoryClient implements VmInventoryApi {
  readonly #backend: BackendClient;

  constructor(options: { discoveryApi: DiscoveryApi; fetchApi: FetchApi }) {
    this.#backend = new BackendClient({ ...options, pluginId: 'vm-inventory' });
  }

  async list<K extends InventoryKind>(
    kind: K,
    query: InventoryQuery = {},
    options?: { signal?: AbortSignal },
  ): Promise<InventoryPage<K>> {
    const path = listPath(`/v1/${inventoryPaths[kind]}`, query);
    return this.#backend.get(path, options);
  }

  async get<K extends InventoryKind>(
    kind: K,
    ref: { source: string; id: string },
    options?: { signal?: AbortSignal },
  ): Promise<InventoryItem<K>> {
    return this.#backend.get(pathOf(kind, ref), options);
  }

  async getMachineDetails(
    ref: { source: string; id: string },
    options?: { signal?: AbortSignal },
  ): Promise<MachineDetails> {
    return this.#backend.get(`${pathOf('machine', ref)}/details`, options);
  }

  async getOfferedOperations(
    ref: { source: string; id: string },
    options?: { signal?: AbortSignal },
  ): Promise<MachineOperationsOffer> {
    return this.#backend.get(
      `${pathOf('machine', ref)}/offered-operations`,
      options,
    );
  }

  async changePower(
    ref: { source: string; id: string },
    request: MachinePowerRequest,
    options?: { signal?: AbortSignal },
  ): Promise<MachineOperation> {
    return this.#backend.post(
      `${pathOf('machine', ref)}/power`,
      request,
      options,
    );
  }

  async listSnapshots(
    ref: { source: string; id: string },
    options?: { signal?: AbortSignal },
  ): Promise<MachineSnapshotList> {
    return this.#backend.get(`${pathOf('machine', ref)}/snapshots`, options);
  }

  async takeSnapshot(
    ref: { source: string; id: string },
    request: MachineSnapshotRequest,
    options?: { signal?: AbortSignal },
  ): Promise<MachineOperation> {
    return this.#backend.post(
      `${pathOf('machine', ref)}/snapshots`,
      request,
      options,
    );
  }

  async revertToSnapshot(
    ref: { source: string; id: string },
    snapshot: string,
    options?: { signal?: AbortSignal },
  ): Promise<MachineOperation> {
    return this.#backend.post(
      `${snapshotPath(ref, snapshot)}/revert`,
      {},
      options,
    );
  }

  async deleteSnapshot(
    ref: { source: string; id: string },
    snapshot: string,
    options?: { signal?: AbortSignal },
  ): Promise<MachineOperation> {
    return (
      await this.#backend.fetch(snapshotPath(ref, snapshot), {
        method: 'DELETE',
        signal: options?.signal,
      })
    ).json();
  }

  async listMachineOperations(
    ref: { source: string; id: string },
    query: { limit?: number; cursor?: string } = {},
    options?: { signal?: AbortSignal },
  ): Promise<MachineOperationPage> {
    return this.#backend.get(
      pathWithQuery(`${pathOf('machine', ref)}/operations`, query),
      options,
    );
  }

  async getMachineOperation(
    ref: { source: string; id: string },
    operation: string,
    options?: { signal?: AbortSignal },
  ): Promise<MachineOperation> {
    return this.#backend.get(
      `${pathOf('machine', ref)}/operations/${encodeURIComponent(operation)}`,
      options,
    );
  }

  async exportObjects(
    kind: InventoryKind,
    query: InventoryExportQuery,
    options?: { signal?: AbortSignal },
  ): Promise<Blob> {
    const path = listPath(`/v1/${inventoryPaths[kind]}/export`, query);
    const response = await this.#backend.fetch(path, {
      signal: options?.signal,
    });
    return response.blob();
  }

  async getTreeLevel(
    query: InventoryTreeQuery,
    options?: { signal?: AbortSignal },
  ): Promise<InventoryTreeLevel> {
    const { view, parent, limit, cursor } = query;
    const path = pathWithQuery('/v1/tree', {
      view,
      parent: parent && formatTreeRef(parent),
      limit,
      cursor,
    });
    return this.#backend.get(path, options);
  }

  async getTreePath(
    query: { view: InventoryTreeView; of: InventoryTreeRef },
    options?: { signal?: AbortSignal },
  ): Promise<InventoryTreePath> {
    const path = pathWithQuery('/v1/tree/path', {
      view: query.view,
      of: formatTreeRef(query.of),
    });
    return this.#backend.get(path, options);
  }

  async getSources(options?: { signal?: AbortSignal }): Promise<SourceList> {
    return this.#backend.get('/v1/sources', options);
  }

  async getCapacity(
    query: { source?: string; datacenter?: string } = {},
    options?: { signal?: AbortSignal },
  ): Promise<InventoryCapacity> {
    return this.#backend.get(pathWithQuery('/v1/capacity', query), options);
  }

  async getCapacityHistory(
    query: CapacityHistoryQuery,
    options?: { signal?: AbortSignal },
  ): Promise<CapacityHistory> {
    const path = pathWithQuery('/v1/capacity/history', { ...query });
    return this.#backend.get(path, options);
  }

  async findPlacement(
    request: PlaceRequest,
    options?: { signal?: AbortSignal },
  ): Promise<Placement> {
    return this.#backend.post('/v1/placements', request, options);
  }

  async refreshSource(
    source: string,
    options: { acceptLoss?: boolean; signal?: AbortSignal } = {},
  ): Promise<void> {
    const { signal, ...body } = options;
    const path = `/v1/sources/${encodeURIComponent(source)}/refresh`;
    await this.#backend.post(path, body, { signal });
  }

  async testSource(
    source: string,
    options?: { signal?: AbortSignal },
  ): Promise<SourceTest> {
    return this.#backend.get(
      `/v1/sources/${encodeURIComponent(source)}/test`,
      options,
    );
  }

  async getStore(options?: { signal?: AbortSignal }): Promise<StoreStatus> {
    return this.#backend.get('/v1/store', options);
  }

  async testStore(options?: { signal?: AbortSignal }): Promise<SourceTest> {
    return this.#backend.get('/v1/store/test', options);
  }

  async getCatalog(options?: { signal?: AbortSignal }): Promise<CatalogStatus> {
    return this.#backend.get('/v1/catalog', options);
  }
}

function pathOf(
  kind: InventoryKind,
  { source, id }: { source: string; id: string },
): string {
  return `/v1/${inventoryPaths[kind]}/${encodeURIComponent(
    source,
  )}/${encodeURIComponent(id)}`;
}

/** A list's filters by their fields' names, all else by its own. */
function listPath(
  path: string,
  { filter = {}, ...rest }: InventoryQuery | InventoryExportQuery,
): string {
  return pathWithQuery(path, { ...filter, ...rest });
}

function snapshotPath(
  machine: { source: string; id: string },
  snapshot: string,
): string {
  return `${pathOf('machine', machine)}/snapshots/${encodeURIComponent(
    snapshot,
  )}`;
}
