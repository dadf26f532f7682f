import { AuthService, DiscoveryService } from '@backstage/backend-plugin-api';
import { NotModifiedError, ServiceUnavailableError } from '@backstage/errors';
import {
  CatalogReport,
  Growth,
  GrowRequest,
  InventoryChanges,
  InventoryChangesQuery,
  InventoryItem,
  InventoryKind,
  InventoryPage,
  inventoryPaths,
  InventoryQuery,
  MachineDetails,
  MachineOperation,
  MachinePowerRequest,
  MachineSnapshotFacts,
  MachineSnapshotRequest,
  NetworkMacAddresses,
  Placement,
  PlaceRequest,
  Reservation,
} from '@backlot/plugin-vm-inventory-common';
import { Response } from 'undici';
import { z } from 'zod';
import { PluginHttp } from '@backlot/backend-common/peers';
import {
  VmInventoryCallOptions,
  VmInventoryService,
} from '../VmInventoryService';
import {
  changesSchema,
  detailsSchema,
  growthSchema,
  itemSchema,
  macAddressesSchema,
  operationSchema,
  pageSchema,
  placementSchema,
  reservationsSchema,
  snapshotsSchema,
} from './answers';

const TIMEOUT_MS = 30_000;

/**
 * The inventory over HTTP. Each call may be repeated without harm (a reservation is made by its
 * own id, and so is an operation on a machine), so a lost connection and a gateway's error are tried again.
 *
 * @internal
 */
export class VmInventoryClient implements VmInventoryService {
  readonly #http: PluginHttp;

  constructor(options: { auth: AuthService; discovery: DiscoveryService }) {
    this.#http = new PluginHttp({
      ...options,
      pluginId: 'vm-inventory',
      name: 'The VM inventory',
      tries: 3,
      pauseMs: 200,
      isPatient: false,
    });
  }

  async list<K extends InventoryKind>(
    kind: K,
    query: InventoryQuery,
    options: VmInventoryCallOptions & { etag?: string },
  ): Promise<InventoryPage<K> & { etag?: string }> {
    const { filter = {}, ...rest } = query;
    const parameters = new URLSearchParams();
    for (const [name, value] of Object.entries({ ...filter, ...rest })) {
      for (const each of [value].flat()) {
        if (each !== undefined) {
          parameters.append(name, String(each));
        }
      }
    }
    const response = await this.#call(
      'GET',
      `${inventoryPaths[kind]}?${parameters}`,
      options,
      { headers: options.etag ? { 'if-none-match': options.etag } : {} },
    );
    if (response.status === 304) {
      await response.body?.cancel();
      throw new NotModifiedError(
        `The ${inventoryPaths[kind]} of the inventory have not changed`,
      );
    }
    const etag = response.headers.get('etag') ?? undefined;
    const page = await parse(response, pageSchema);
    return { ...(page as unknown as InventoryPage<K>), etag };
  }

  async get<K extends InventoryKind>(
    kind: K,
    ref: { source: string; id: string },
    options: VmInventoryCallOptions,
  ): Promise<InventoryItem<K>> {
    const response = await this.#call('GET', pathOf(kind, ref), options);
    return (await parse(response, itemSchema)) as unknown as InventoryItem<K>;
  }

  async machineDetails(
    ref: { source: string; id: string },
    options: VmInventoryCallOptions,
  ): Promise<MachineDetails> {
    const response = await this.#call(
      'GET',
      `${pathOf('machine', ref)}/details`,
      options,
    );
    return (await parse(response, detailsSchema)) as unknown as MachineDetails;
  }

  async listMacAddresses(
    network: { source: string; id: string },
    options: VmInventoryCallOptions,
  ): Promise<NetworkMacAddresses> {
    const response = await this.#call(
      'GET',
      `${pathOf('network', network)}/mac-addresses`,
      options,
    );
    return parse(response, macAddressesSchema);
  }

  async changePower(
    ref: { source: string; id: string },
    request: MachinePowerRequest & { id: string },
    options: VmInventoryCallOptions,
  ): Promise<MachineOperation> {
    return this.#operate('POST', ref, 'power', request, options);
  }

  async listSnapshots(
    ref: { source: string; id: string },
    options: VmInventoryCallOptions,
  ): Promise<MachineSnapshotFacts[]> {
    const response = await this.#call(
      'GET',
      `${pathOf('machine', ref)}/snapshots`,
      options,
    );
    const { items } = await parse(response, snapshotsSchema);
    return items as unknown as MachineSnapshotFacts[];
  }

  async takeSnapshot(
    ref: { source: string; id: string },
    request: MachineSnapshotRequest & { id: string },
    options: VmInventoryCallOptions,
  ): Promise<MachineOperation> {
    return this.#operate('POST', ref, 'snapshots', request, options);
  }

  async revertToSnapshot(
    ref: { source: string; id: string },
    { snapshot, id }: { snapshot: string; id: string },
    options: VmInventoryCallOptions,
  ): Promise<MachineOperation> {
    const path = `snapshots/${encodeURIComponent(snapshot)}/revert`;
    return this.#operate('POST', ref, path, { id }, options);
  }

  async deleteSnapshot(
    ref: { source: string; id: string },
    { snapshot, id }: { snapshot: string; id: string },
    options: VmInventoryCallOptions,
  ): Promise<MachineOperation> {
    const path = `snapshots/${encodeURIComponent(snapshot)}`;
    return this.#operate('DELETE', ref, path, { id }, options);
  }

  async getMachineOperation(
    ref: { source: string; id: string },
    operation: string,
    options: VmInventoryCallOptions,
  ): Promise<MachineOperation> {
    const response = await this.#call(
      'GET',
      `${pathOf('machine', ref)}/operations/${encodeURIComponent(operation)}`,
      options,
    );
    return (await parse(
      response,
      operationSchema,
    )) as unknown as MachineOperation;
  }

  async #operate(
    method: 'POST' | 'DELETE',
    ref: { source: string; id: string },
    path: string,
    body: object,
    options: VmInventoryCallOptions,
  ): Promise<MachineOperation> {
    const response = await this.#call(
      method,
      `${pathOf('machine', ref)}/${path}`,
      options,
      { body },
    );
    return (await parse(
      response,
      operationSchema,
    )) as unknown as MachineOperation;
  }

  async changes(
    query: InventoryChangesQuery,
    options: VmInventoryCallOptions,
  ): Promise<InventoryChanges> {
    const parameters = new URLSearchParams();
    for (const kind of query.kinds ?? []) {
      parameters.append('kind', kind);
    }
    for (const [name, value] of [
      ['cursor', query.cursor],
      ['limit', query.limit],
      ['wait', query.waitSeconds],
    ]) {
      if (value !== undefined) {
        parameters.set(String(name), String(value));
      }
    }
    const response = await this.#call('GET', `changes?${parameters}`, options);
    return (await parse(
      response,
      changesSchema,
    )) as unknown as InventoryChanges;
  }

  async place(
    request: PlaceRequest,
    options: VmInventoryCallOptions,
  ): Promise<Placement> {
    const response = await this.#call('POST', 'placements', options, {
      body: request,
    });
    return (await parse(response, placementSchema)) as unknown as Placement;
  }

  async reserveGrowth(
    machine: { source: string; id: string },
    request: GrowRequest,
    options: VmInventoryCallOptions,
  ): Promise<Growth> {
    const response = await this.#call(
      'POST',
      `${pathOf('machine', machine)}/growth`,
      options,
      { body: request },
    );
    return (await parse(response, growthSchema)) as unknown as Growth;
  }

  async listReservations(
    query: { source?: string },
    options: VmInventoryCallOptions,
  ): Promise<Reservation[]> {
    const parameters = new URLSearchParams(
      query.source === undefined ? {} : { source: query.source },
    );
    const response = await this.#call(
      'GET',
      `reservations?${parameters}`,
      options,
    );
    const { items } = await parse(response, reservationsSchema);
    return items as unknown as Reservation[];
  }

  async reportCatalog(
    report: CatalogReport,
    options: VmInventoryCallOptions,
  ): Promise<void> {
    const response = await this.#call('PUT', 'catalog', options, {
      body: report,
    });
    await response.body?.cancel();
  }

  async endReservation(
    id: string,
    options: VmInventoryCallOptions,
  ): Promise<void> {
    const response = await this.#call(
      'DELETE',
      `reservations/${encodeURIComponent(id)}`,
      options,
    );
    await response.body?.cancel();
  }

  #call(
    method: 'GET' | 'POST' | 'PUT' | 'DELETE',
    path: string,
    options: VmInventoryCallOptions,
    init: { headers?: Record<string, string>; body?: unknown } = {},
  ): Promise<Response> {
    return this.#http.sendSafely({
      ...init,
      ...options,
      method,
      path: `/v1/${path}`,
      timeoutMs: TIMEOUT_MS,
    });
  }
}

function pathOf(
  kind: InventoryKind,
  { source, id }: { source: string; id: string },
): string {
  return `${inventoryPaths[kind]}/${encodeURIComponent(
    source,
  )}/${encodeURIComponent(id)}`;
}

async function parse<T>(response: Response, schema: z.ZodType<T>): Promise<T> {
  const parsed = schema.safeParse(await response.json());
  if (!parsed.success) {
    throw new ServiceUnavailableError(
      `The VM inventory's answer to ${
        new URL(response.url).pathname
      } is not of the expected form: ${z.prettifyError(
        parsed.error,
      )}. Check that all backends have the same version.`,
    );
  }
  return parsed.data;
}
