import { DiscoveryApi, FetchApi } from '@backstage/core-plugin-api';
import { ResponseError, ServiceUnavailableError } from '@backstage/errors';
import {
  LedgerMachine,
  LedgerMachinePage,
  NameAvailability,
  PeerName,
  PeerTest,
  OfferedPolicy,
  RequestEvent,
  RequestPreview,
  VmRequest,
  VmRequestPage,
} from '@backlot/plugin-vm-requests-common';
import { AnswersByEtag } from './AnswersByEtag';
import { MachineQuery, VmRequestQuery, VmRequestsApi } from './VmRequestsApi';
import { readEventStream } from './readEventStream';

/** After which a log is gone on with elsewhere, so that not all viewers come at once. */
const GOODBYE_MS = { least: 1_000, more: 2_000 };

/** The most that one call answers. */
const MACHINES_PER_PAGE = 500;

/**
 * Calls the REST API of the vm-requests backend.
 *
 * @public
 */
export class VmRequestsClient implements VmRequestsApi {
  readonly #discoveryApi: DiscoveryApi;
  readonly #fetchApi: FetchApi;
  readonly #answers = new AnswersByEtag();

  constructor(options: { discoveryApi: DiscoveryApi; fetchApi: FetchApi }) {
    this.#discoveryApi = options.discoveryApi;
    this.#fetchApi = options.fetchApi;
  }

  async list(
    query: VmRequestQuery = {},
    options?: { signal?: AbortSignal },
  ): Promise<VmRequestPage> {
    return this.#get('/v1/requests', { ...query }, options);
  }

  async get(
    id: string,
    options?: { signal?: AbortSignal },
  ): Promise<VmRequest> {
    return this.#get(requestPath(id), {}, options);
  }

  async getEvents(
    id: string,
    options?: { signal?: AbortSignal },
  ): Promise<{ items: RequestEvent[] }> {
    return this.#get(`${requestPath(id)}/events`, {}, options);
  }

  async followChanges(
    id: string,
    options: { signal: AbortSignal; onChange: () => void },
  ): Promise<void> {
    const response = await this.#stream(`${requestPath(id)}/changes`, options);
    await readEventStream(response, events => {
      if (events.some(({ type }) => type === 'change')) {
        options.onChange();
      }
    });
  }

  async followLog(
    id: string,
    of: 'plan' | 'apply',
    options: { signal: AbortSignal; onLines: (lines: string[]) => void },
  ): Promise<void> {
    const known = { lines: 0 };
    const onLines = (lines: string[]) => {
      known.lines += lines.length;
      options.onLines(lines);
    };
    for (;;) {
      const end = await this.#readLog(id, of, known.lines, {
        ...options,
        onLines,
      });
      if (end === 'end' || options.signal.aborted) {
        return;
      }
      await pause(
        GOODBYE_MS.least + Math.random() * GOODBYE_MS.more,
        options.signal,
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

  async testPeer(
    peer: PeerName,
    options?: { signal?: AbortSignal },
  ): Promise<PeerTest> {
    return this.#get(`/v1/peers/${peer}/test`, {}, options);
  }

  async getPolicy(options?: { signal?: AbortSignal }): Promise<OfferedPolicy> {
    return this.#get('/v1/policy', {}, options);
  }

  async checkName(
    query: {
      name: string;
      environment: string;
      source?: string;
      network?: string;
    },
    options?: { signal?: AbortSignal },
  ): Promise<NameAvailability> {
    const { name, ...rest } = query;
    return this.#get(`/v1/names/${encodeURIComponent(name)}`, rest, options);
  }

  async preview(
    request: { templateRef: string; values: Record<string, unknown> },
    options?: { signal?: AbortSignal },
  ): Promise<RequestPreview> {
    return this.#post('/v1/previews', request, options);
  }

  async getMachines(
    query: MachineQuery = {},
    options?: { signal?: AbortSignal },
  ): Promise<{ items: LedgerMachine[] }> {
    const items: LedgerMachine[] = [];
    let cursor: string | undefined;
    do {
      const page = await this.#get<LedgerMachinePage>(
        '/v1/machines',
        { ...query, limit: MACHINES_PER_PAGE, cursor },
        options,
      );
      items.push(...page.items);
      cursor = page.nextCursor;
    } while (cursor !== undefined);
    return { items };
  }

  /** Reads a log once, without the lines that are known; says how it ended. */
  async #readLog(
    id: string,
    of: 'plan' | 'apply',
    known: number,
    options: { signal: AbortSignal; onLines: (lines: string[]) => void },
  ): Promise<'end' | 'goodbye'> {
    const response = await this.#stream(
      `${requestPath(id)}/log?of=${of}`,
      options,
    );
    let end: 'end' | 'goodbye' | undefined;
    let error: string | undefined;
    let skip = known;
    await readEventStream(response, events => {
      const lines: string[] = [];
      for (const { type, data } of events) {
        if (type === 'line' && skip > 0) {
          skip -= 1;
        } else if (type === 'line') {
          lines.push(data);
        } else if (type === 'end' || type === 'goodbye') {
          end = type;
        } else if (type === 'error') {
          error = data;
        }
      }
      if (lines.length > 0) {
        options.onLines(lines);
      }
      if (error !== undefined) {
        throw new ServiceUnavailableError(error);
      }
    });
    if (!end && !options.signal.aborted) {
      throw new ServiceUnavailableError(
        `The ${of} log broke off before its end. Read it again.`,
      );
    }
    return end ?? 'end';
  }

  async #stream(
    path: string,
    options: { signal: AbortSignal },
  ): Promise<Response> {
    return this.#fetch(path, {
      signal: options.signal,
      headers: { accept: 'text/event-stream' },
    });
  }

  async #get<T>(
    path: string,
    query: Record<string, string | number | string[] | undefined>,
    options?: { signal?: AbortSignal },
  ): Promise<T> {
    const parameters = new URLSearchParams();
    for (const [key, value] of Object.entries(query)) {
      if (value !== undefined && value !== '') {
        [value].flat().forEach(item => parameters.append(key, String(item)));
      }
    }
    const text = parameters.toString();
    const asked = text ? `${path}?${text}` : path;
    return this.#answers.get(asked, headers =>
      this.#fetch(asked, { signal: options?.signal, headers }),
    );
  }

  async #post<T>(
    path: string,
    body: unknown,
    options?: { signal?: AbortSignal },
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
    if (!response.ok && response.status !== 304) {
      throw await ResponseError.fromResponse(response);
    }
    return response;
  }
}

function pause(milliseconds: number, signal: AbortSignal): Promise<void> {
  return new Promise(resolve => {
    const timer = setTimeout(resolve, milliseconds);
    signal.addEventListener(
      'abort',
      () => {
        clearTimeout(timer);
        resolve();
      },
      { once: true },
    );
  });
}

function requestPath(id: string): string {
  return `/v1/requests/${encodeURIComponent(id)}`;
}
