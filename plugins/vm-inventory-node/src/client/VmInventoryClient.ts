import { AuthService, DiscoveryService } from '@backstage/backend-plugin-api';
import {
  NotModifiedError,
  ResponseError,
  ServiceUnavailableError,
} from '@backstage/errors';
import {
  CatalogReport,
  InventoryChanges,
  InventoryChangesQuery,
  InventoryItem,
  InventoryKind,
  InventoryPage,
  inventoryPaths,
  InventoryQuery,
  MachineDetails,
  NetworkMacAddresses,
  Placement,
  PlaceRequest,
  Reservation,
} from '@backlot/plugin-vm-inventory-common';
import { setTimeout as delay } from 'node:timers/promises';
import { fetch, Response } from 'undici';
import { z } from 'zod';
import { causeInWords, withCause } from '@backlot/backend-common';
import {
  VmInventoryCallOptions,
  VmInventoryService,
} from '../VmInventoryService';
import {
  changesSchema,
  detailsSchema,
  itemSchema,
  macAddressesSchema,
  pageSchema,
  placementSchema,
  reservationsSchema,
} from './answers';
import { typedError } from './typedError';

const PLUGIN_ID = 'vm-inventory';
const TIMEOUT_MS = 30_000;
const ATTEMPTS = 3;

/**
 * The inventory over HTTP. Each call may be repeated without harm (a reservation is made by its
 * own id), so a lost connection and a gateway's error are tried again.
 *
 * @internal
 */
export class VmInventoryClient implements VmInventoryService {
  readonly #auth: AuthService;
  readonly #discovery: DiscoveryService;

  constructor(options: { auth: AuthService; discovery: DiscoveryService }) {
    this.#auth = options.auth;
    this.#discovery = options.discovery;
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
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(request),
    });
    return (await parse(response, placementSchema)) as unknown as Placement;
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
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(report),
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

  async #call(
    method: string,
    path: string,
    options: VmInventoryCallOptions,
    init: { headers?: Record<string, string>; body?: string } = {},
  ): Promise<Response> {
    for (let attempt = 1; ; attempt++) {
      try {
        return await this.#callOnce(method, path, options, init);
      } catch (error) {
        options.signal?.throwIfAborted();
        if (attempt === ATTEMPTS || !passes(error)) {
          throw error;
        }
        await delay(attempt * 200 * (0.5 + Math.random()), undefined, {
          signal: options.signal,
        });
      }
    }
  }

  async #callOnce(
    method: string,
    path: string,
    { credentials, signal }: VmInventoryCallOptions,
    init: { headers?: Record<string, string>; body?: string },
  ): Promise<Response> {
    const baseUrl = await this.#discovery.getBaseUrl(PLUGIN_ID);
    const { token } = await this.#auth.getPluginRequestToken({
      onBehalfOf: credentials,
      targetPluginId: PLUGIN_ID,
    });
    const timeout = AbortSignal.timeout(TIMEOUT_MS);
    let response: Response;
    try {
      response = await fetch(`${baseUrl}/v1/${path}`, {
        ...init,
        method,
        headers: { ...init.headers, authorization: `Bearer ${token}` },
        signal: signal ? AbortSignal.any([signal, timeout]) : timeout,
      });
    } catch (error) {
      signal?.throwIfAborted();
      throw withCause(
        new ServiceUnavailableError(
          `The VM inventory did not answer ${method} /v1/${
            path.split('?')[0]
          }: ${causeInWords(
            error,
          )}. Check that the backend with the ${PLUGIN_ID} plugin is up and that discovery points to it.`,
        ),
        error,
      );
    }
    if (!response.ok && response.status !== 304) {
      throw typedError(await ResponseError.fromResponse(response));
    }
    return response;
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

function passes(error: unknown): boolean {
  return (
    (error instanceof ServiceUnavailableError &&
      !(error.cause instanceof ResponseError)) ||
    (error instanceof ResponseError &&
      [502, 503, 504].includes(error.statusCode))
  );
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
