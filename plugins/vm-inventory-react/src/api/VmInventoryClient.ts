import { DiscoveryApi, FetchApi } from '@backstage/core-plugin-api';
import { ResponseError } from '@backstage/errors';
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
  PlaceRequest,
  Placement,
  SourceList,
  SourceTest,
  StoreStatus,
} from '@backlot/plugin-vm-inventory-common';
import { VmInventoryApi } from './VmInventoryApi';

/**
 * Calls the REST API of the vm-inventory backend.
 *
 * @public
 */
export class VmInventoryClient implements VmInventoryApi {
  readonly #discoveryApi: DiscoveryApi;
  readonly #fetchApi: FetchApi;

  constructor(options: { discoveryApi: DiscoveryApi; fetchApi: FetchApi }) {
    this.#discoveryApi = options.discoveryApi;
    this.#fetchApi = options.fetchApi;
  }

  async list<K extends InventoryKind>(
    kind: K,
    query: InventoryQuery = {},
    options?: { signal?: AbortSignal },
  ): Promise<InventoryPage<K>> {
    const parameters = listParameters(query);
    return this.#request(`/v1/${inventoryPaths[kind]}?${parameters}`, options);
  }

  async get<K extends InventoryKind>(
    kind: K,
    ref: { source: string; id: string },
    options?: { signal?: AbortSignal },
  ): Promise<InventoryItem<K>> {
    return this.#request(pathOf(kind, ref), options);
  }

  async getMachineDetails(
    ref: { source: string; id: string },
    options?: { signal?: AbortSignal },
  ): Promise<MachineDetails> {
    return this.#request(`${pathOf('machine', ref)}/details`, options);
  }

  async exportObjects(
    kind: InventoryKind,
    query: InventoryExportQuery,
    options?: { signal?: AbortSignal },
  ): Promise<Blob> {
    const parameters = listParameters(query);
    const response = await this.#fetch(
      `/v1/${inventoryPaths[kind]}/export?${parameters}`,
      options,
    );
    return response.blob();
  }

  async getTreeLevel(
    query: InventoryTreeQuery,
    options?: { signal?: AbortSignal },
  ): Promise<InventoryTreeLevel> {
    const { view, parent, limit, cursor } = query;
    const parameters = new URLSearchParams({
      view,
      ...(parent && { parent: formatTreeRef(parent) }),
      ...(limit && { limit: String(limit) }),
      ...(cursor && { cursor }),
    });
    return this.#request(`/v1/tree?${parameters}`, options);
  }

  async getTreePath(
    query: { view: InventoryTreeView; of: InventoryTreeRef },
    options?: { signal?: AbortSignal },
  ): Promise<InventoryTreePath> {
    const parameters = new URLSearchParams({
      view: query.view,
      of: formatTreeRef(query.of),
    });
    return this.#request(`/v1/tree/path?${parameters}`, options);
  }

  async getSources(options?: { signal?: AbortSignal }): Promise<SourceList> {
    return this.#request('/v1/sources', options);
  }

  async getCapacity(
    query: { source?: string; datacenter?: string } = {},
    options?: { signal?: AbortSignal },
  ): Promise<InventoryCapacity> {
    return this.#request(`/v1/capacity?${given(query)}`, options);
  }

  async getCapacityHistory(
    query: CapacityHistoryQuery,
    options?: { signal?: AbortSignal },
  ): Promise<CapacityHistory> {
    return this.#request(`/v1/capacity/history?${given(query)}`, options);
  }

  async findPlacement(
    request: PlaceRequest,
    options?: { signal?: AbortSignal },
  ): Promise<Placement> {
    return this.#request('/v1/placements', {
      ...options,
      method: 'POST',
      body: request,
    });
  }

  async refreshSource(
    source: string,
    options: { acceptLoss?: boolean; signal?: AbortSignal } = {},
  ): Promise<void> {
    const { signal, ...body } = options;
    await this.#request(`/v1/sources/${encodeURIComponent(source)}/refresh`, {
      signal,
      method: 'POST',
      body,
    });
  }

  async testSource(
    source: string,
    options?: { signal?: AbortSignal },
  ): Promise<SourceTest> {
    return this.#request(
      `/v1/sources/${encodeURIComponent(source)}/test`,
      options,
    );
  }

  async getStore(options?: { signal?: AbortSignal }): Promise<StoreStatus> {
    return this.#request('/v1/store', options);
  }

  async testStore(options?: { signal?: AbortSignal }): Promise<SourceTest> {
    return this.#request('/v1/store/test', options);
  }

  async getCatalog(options?: { signal?: AbortSignal }): Promise<CatalogStatus> {
    return this.#request('/v1/catalog', options);
  }

  async #request<T>(path: string, options?: CallOptions): Promise<T> {
    const response = await this.#fetch(path, options);
    return response.status === 204 ? (undefined as T) : response.json();
  }

  async #fetch(path: string, options: CallOptions = {}): Promise<Response> {
    const baseUrl = await this.#discoveryApi.getBaseUrl('vm-inventory');
    const response = await this.#fetchApi.fetch(`${baseUrl}${path}`, {
      method: options.method ?? 'GET',
      signal: options.signal,
      ...(options.body === undefined
        ? {}
        : {
            headers: { 'content-type': 'application/json' },
            body: JSON.stringify(options.body),
          }),
    });
    if (!response.ok) {
      throw await ResponseError.fromResponse(response);
    }
    return response;
  }
}

interface CallOptions {
  method?: string;
  body?: unknown;
  signal?: AbortSignal;
}

function pathOf(
  kind: InventoryKind,
  { source, id }: { source: string; id: string },
): string {
  return `/v1/${inventoryPaths[kind]}/${encodeURIComponent(
    source,
  )}/${encodeURIComponent(id)}`;
}

/** Filters by their fields' names, all else by its own; what is empty is left out. */
function listParameters({
  filter = {},
  ...rest
}: InventoryQuery | InventoryExportQuery): URLSearchParams {
  const parameters = new URLSearchParams();
  for (const [field, value] of Object.entries(filter)) {
    [value].flat().forEach(item => parameters.append(field, item));
  }
  for (const [name, value] of Object.entries(rest)) {
    if (value !== undefined && value !== '') {
      parameters.set(name, String(value));
    }
  }
  return parameters;
}

/** The parameters that have a value. */
function given(parameters: object): URLSearchParams {
  return new URLSearchParams(
    Object.entries(parameters).filter(([, value]) => value !== undefined),
  );
}
