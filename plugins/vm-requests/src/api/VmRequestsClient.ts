import { DiscoveryApi, FetchApi } from '@backstage/core-plugin-api';
import { ServiceUnavailableError } from '@backstage/errors';
import {
  Adoption,
  DecidedRequests,
  JsonRecord,
  LedgerMachine,
  LedgerMachineDetail,
  LedgerMachinePage,
  NameAvailability,
  PeerList,
  PeerName,
  PeerTest,
  OfferedPolicy,
  OperationKind,
  OperationPreview,
  RequestBatch,
  RequestBatchPage,
  RequestEvent,
  RequestForm,
  RequestPreview,
  SeveralDecisions,
  UnrequestedMachinePage,
  VmRequest,
  VmRequestPage,
} from '@backlot/plugin-vm-requests-common';
import { BackendClient, CallQuery, pathWithQuery } from '@backlot/ui-common';
import { AnswersByEtag } from './AnswersByEtag';
import {
  MachineQuery,
  UnrequestedQuery,
  VmRequestQuery,
  VmRequestsApi,
} from './VmRequestsApi';
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
  readonly #backend: BackendClient;
  readonly #answers = new AnswersByEtag();

  constructor(options: { discoveryApi: DiscoveryApi; fetchApi: FetchApi }) {
    this.#backend = new BackendClient({ ...options, pluginId: 'vm-requests' });
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

  async getForm(
    id: string,
    options?: { signal?: AbortSignal },
  ): Promise<RequestForm> {
    return this.#get(`${requestPath(id)}/form`, {}, options);
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
    decision: { digest?: string; reason?: string },
  ): Promise<VmRequest> {
    return this.#backend.post(`${requestPath(id)}/approve`, decision);
  }

  async reject(id: string, decision: { reason: string }): Promise<VmRequest> {
    return this.#backend.post(`${requestPath(id)}/reject`, decision);
  }

  async cancel(id: string, decision: { reason?: string }): Promise<VmRequest> {
    return this.#backend.post(`${requestPath(id)}/cancel`, decision);
  }

  async start(id: string, decision: { reason?: string }): Promise<VmRequest> {
    return this.#backend.post(`${requestPath(id)}/start`, decision);
  }

  async retry(id: string, decision: { reason?: string }): Promise<VmRequest> {
    return this.#backend.post(`${requestPath(id)}/retry`, decision);
  }

  async replan(id: string, decision: { reason?: string }): Promise<VmRequest> {
    return this.#backend.post(`${requestPath(id)}/replan`, decision);
  }

  async rollBack(id: string, decision: { reason: string }): Promise<VmRequest> {
    return this.#backend.post(`${requestPath(id)}/roll-back`, decision);
  }

  async decideSeveral(decisions: SeveralDecisions): Promise<DecidedRequests> {
    return this.#backend.post('/v1/decisions', decisions);
  }

  async getBatches(
    query: { task?: string; limit?: number; cursor?: string } = {},
    options?: { signal?: AbortSignal },
  ): Promise<RequestBatchPage> {
    return this.#get('/v1/batches', query, options);
  }

  async getBatch(
    id: string,
    options?: { signal?: AbortSignal },
  ): Promise<RequestBatch> {
    return this.#get(batchPath(id), {}, options);
  }

  readonly openBatch: VmRequestsApi['openBatch'] = async asked =>
    this.#backend.post('/v1/batches', asked);

  readonly openAdoptions: VmRequestsApi['openAdoptions'] = async asked =>
    this.#backend.post('/v1/adoptions', asked);

  async cancelBatch(
    id: string,
    decision: { reason?: string },
  ): Promise<RequestBatch> {
    return this.#backend.post(`${batchPath(id)}/cancel`, decision);
  }

  async resumeBatch(
    id: string,
    decision: { reason?: string },
  ): Promise<RequestBatch> {
    return this.#backend.post(`${batchPath(id)}/resume`, decision);
  }

  async retryBatchItem(
    id: string,
    position: number,
    decision: { reason?: string },
  ): Promise<RequestBatch> {
    return this.#backend.post(
      `${batchPath(id)}/items/${position}/retry`,
      decision,
    );
  }

  readonly offerNames: VmRequestsApi['offerNames'] = async (query, options) =>
    this.#get('/v1/names', query, options);

  async listPeers(options?: { signal?: AbortSignal }): Promise<PeerList> {
    return this.#get('/v1/peers', {}, options);
  }

  async testPeer(
    peer: PeerName,
    { name, signal }: { name?: string; signal?: AbortSignal } = {},
  ): Promise<PeerTest> {
    return this.#get(`/v1/peers/${peer}/test`, { name }, { signal });
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
      blueprint?: string;
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
    return this.#backend.post('/v1/previews', request, options);
  }

  async listMachines(
    query: MachineQuery & { limit?: number; cursor?: string } = {},
    options?: { signal?: AbortSignal },
  ): Promise<LedgerMachinePage> {
    const { outdated, ...rest } = query;
    return this.#get(
      '/v1/machines',
      { ...rest, outdated: outdated ? 'true' : undefined },
      options,
    );
  }

  async getUnrequestedMachines(
    query: UnrequestedQuery = {},
    options?: { signal?: AbortSignal },
  ): Promise<UnrequestedMachinePage> {
    return this.#get('/v1/unrequested-machines', { ...query }, options);
  }

  async getMachines(
    query: MachineQuery = {},
    options?: { signal?: AbortSignal },
  ): Promise<{ items: LedgerMachine[] }> {
    const items: LedgerMachine[] = [];
    let cursor: string | undefined;
    do {
      const page = await this.listMachines(
        { ...query, limit: MACHINES_PER_PAGE, cursor },
        options,
      );
      items.push(...page.items);
      cursor = page.nextCursor;
    } while (cursor !== undefined);
    return { items };
  }

  async getMachine(
    id: string,
    options?: { signal?: AbortSignal },
  ): Promise<LedgerMachineDetail> {
    return this.#get(machinePath(id), {}, options);
  }

  async previewOperation(
    machine: string,
    operation: { kind: OperationKind; input: JsonRecord },
    options?: { signal?: AbortSignal },
  ): Promise<OperationPreview> {
    const { kind, input } = operation;
    return this.#backend.post(
      `${machinePath(machine)}/operations/${encodeURIComponent(kind)}/preview`,
      { input },
      options,
    );
  }

  async previewAdoption(
    adoption: Adoption,
    options?: { signal?: AbortSignal },
  ): Promise<OperationPreview> {
    return this.#backend.post('/v1/adoptions/preview', adoption, options);
  }

  async protect(
    machine: string,
    protection: { isProtected: boolean; reason: string },
  ): Promise<LedgerMachineDetail> {
    return this.#backend.post(`${machinePath(machine)}/protection`, protection);
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
    return this.#backend.fetch(path, {
      signal: options.signal,
      headers: { accept: 'text/event-stream' },
    });
  }

  async #get<T>(
    path: string,
    query: CallQuery,
    options?: { signal?: AbortSignal },
  ): Promise<T> {
    const asked = pathWithQuery(path, query);
    return this.#answers.get(asked, headers =>
      this.#backend.fetch(asked, { signal: options?.signal, headers }),
    );
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

function machinePath(id: string): string {
  return `/v1/machines/${encodeURIComponent(id)}`;
}

function requestPath(id: string): string {
  return `/v1/requests/${encodeURIComponent(id)}`;
}

function batchPath(id: string): string {
  return `/v1/batches/${encodeURIComponent(id)}`;
}
