import { DiscoveryApi, FetchApi } from '@backstage/core-plugin-api';
import { ResponseError, ServiceUnavailableError } from '@backstage/errors';
import {
  LedgerMachine,
  NameAvailability,
  PeerName,
  PeerTest,
  OfferedPolicy,
  RequestEvent,
  RequestPreview,
  VmRequest,
  VmRequestPage,
} from '@backlot/plugin-vm-requests-common';
import { VmRequestQuery, VmRequestsApi } from './VmRequestsApi';
import { readEventStream } from './readEventStream';

interface CallOptions {
  signal?: AbortSignal;
}

/**
 * Calls the REST API of the vm-requests backend.
 *
 * @public
 */
export class VmRequestsClient implements VmRequestsApi {
  readonly #discoveryApi: DiscoveryApi;
  readonly #fetchApi: FetchApi;

  constructor(options: { discoveryApi: DiscoveryApi; fetchApi: FetchApi }) {
    this.#discoveryApi = options.discoveryApi;
    this.#fetchApi = options.fetchApi;
  }

  async list(
    query: VmRequestQuery = {},
    options?: CallOptions,
  ): Promise<VmRequestPage> {
    return this.#get('/v1/requests', { ...query }, options);
  }

  async get(id: string, options?: CallOptions): Promise<VmRequest> {
    return this.#get(requestPath(id), {}, options);
  }

  async getEvents(
    id: string,
    options?: CallOptions,
  ): Promise<{ items: RequestEvent[] }> {
    return this.#get(`${requestPath(id)}/events`, {}, options);
  }

  async followLog(
    id: string,
    of: 'plan' | 'apply',
    options: { signal: AbortSignal; onLines: (lines: string[]) => void },
  ): Promise<void> {
    const response = await this.#fetch(`${requestPath(id)}/log?of=${of}`, {
      signal: options.signal,
      headers: { accept: 'text/event-stream' },
    });
    let ended = false;
    await readEventStream(response, ({ type, data }) => {
      if (type === 'line') {
        options.onLines([data]);
      } else if (type === 'error') {
        throw new ServiceUnavailableError(data);
      } else if (type === 'end') {
        ended = true;
      }
    });
    if (!ended && !options.signal.aborted) {
      throw new ServiceUnavailableError(
        `The ${of} log broke off before its end. Read it anew.`,
      );
    }
  }

  async approve(
    id: string,
    decision: { digest: string; reason?: string },
  ): Promise<VmRequest> {
    return this.#post(`${requestPath(id)}/approve`, decision);
  }

  async reject(id: string, decision: { reason: string }): Promise<VmRequest> {
    return this.#post(`${requestPath(id)}/reject`, decision);
  }

  async cancel(id: string, decision: { reason?: string }): Promise<VmRequest> {
    return this.#post(`${requestPath(id)}/cancel`, decision);
  }

  async retry(id: string, decision: { reason?: string }): Promise<VmRequest> {
    return this.#post(`${requestPath(id)}/retry`, decision);
  }

  async rollBack(id: string, decision: { reason: string }): Promise<VmRequest> {
    return this.#post(`${requestPath(id)}/roll-back`, decision);
  }

  async testPeer(peer: PeerName, options?: CallOptions): Promise<PeerTest> {
    return this.#get(`/v1/peers/${peer}/test`, {}, options);
  }

  async getPolicy(options?: CallOptions): Promise<OfferedPolicy> {
    return this.#get('/v1/policy', {}, options);
  }

  async checkName(
    query: {
      name: string;
      environment: string;
      source?: string;
      network?: string;
    },
    options?: CallOptions,
  ): Promise<NameAvailability> {
    const { name, ...rest } = query;
    return this.#get(`/v1/names/${encodeURIComponent(name)}`, rest, options);
  }

  async preview(
    request: { templateRef: string; values: Record<string, unknown> },
    options?: CallOptions,
  ): Promise<RequestPreview> {
    return this.#post('/v1/previews', request, options);
  }

  async getMachines(
    query: { owner?: string; request?: string } = {},
    options?: CallOptions,
  ): Promise<{ items: LedgerMachine[] }> {
    return this.#get('/v1/machines', query, options);
  }

  async #get<T>(
    path: string,
    query: Record<string, string | number | string[] | undefined>,
    options?: CallOptions,
  ): Promise<T> {
    const parameters = new URLSearchParams();
    for (const [key, value] of Object.entries(query)) {
      if (value !== undefined && value !== '') {
        [value].flat().forEach(item => parameters.append(key, String(item)));
      }
    }
    const text = parameters.toString();
    const response = await this.#fetch(text ? `${path}?${text}` : path, {
      signal: options?.signal,
    });
    return response.json();
  }

  async #post<T>(
    path: string,
    body: unknown,
    options?: CallOptions,
  ): Promise<T> {
    const response = await this.#fetch(path, {
      method: 'POST',
      signal: options?.signal,
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    return response.json();
  }

  async #fetch(path: string, init: RequestInit): Promise<Response> {
    const baseUrl = await this.#discoveryApi.getBaseUrl('vm-requests');
    const response = await this.#fetchApi.fetch(`${baseUrl}${path}`, init);
    if (!response.ok) {
      throw await ResponseError.fromResponse(response);
    }
    return response;
  }
}

function requestPath(id: string): string {
  return `/v1/requests/${encodeURIComponent(id)}`;
}
