import { createApiRef } from '@backstage/core-plugin-api';
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
  OfferedNames,
  OfferedPolicy,
  OperationKind,
  OperationPreview,
  RequestBatch,
  RequestBatchPage,
  RequestEvent,
  RequestForm,
  RequestPreview,
  RequestState,
  SeveralDecisions,
  UnrequestedMachinePage,
  VmRequest,
  VmRequestPage,
  WaitsFor,
} from '@backlot/plugin-vm-requests-common';

/**
 * Filters, order and page of the list of requests.
 *
 * @public
 */
export interface VmRequestQuery {
  state?: RequestState[];
  /** What they wait for; `nothing` stands for those that wait for nothing. */
  waitsFor?: (WaitsFor | 'nothing')[];
  /**
   * What the FQDN, address, owner or purpose has from the beginning of a word on, where digits begin
   * one too; or the beginning of an id, of at least ten characters. Case does not matter.
   */
  search?: string;
  owner?: string;
  requestedBy?: string;
  /** Entity ref of the user or group that they are made for. */
  requestedFor?: string;
  environment?: string;
  /** Id of a scaffolder task that worked on it. */
  task?: string;
  /**
   * Those that the signed-in user may decide now, requested, or owns, or that others made for that
   * user or one of the user's groups.
   */
  mine?: 'decide' | 'requested' | 'for-me' | 'owned';
  /** 1 to 200; 50 when absent. */
  limit?: number;
  cursor?: string;
}

/**
 * Which machines that nobody requested are asked for.
 *
 * @public
 */
export interface UnrequestedQuery {
  source?: string;
  /** Id within the source, which has to be given, too; of machines in it or below it. */
  folder?: string;
  /** Id within the source, which has to be given, too. */
  cluster?: string;
  /** Operating system as its source names it. */
  guestId?: string;
  /** Part of the name, address or id. */
  search?: string;
  /** 1 to 500; 100 when absent. */
  limit?: number;
  cursor?: string;
}

/**
 * Which machines that came from requests are asked for.
 *
 * @public
 */
export interface MachineQuery {
  source?: string;
  owner?: string;
  environment?: string;
  blueprint?: string;
  /** Only those with another Terraform module or provider than new machines of their blueprint get. */
  outdated?: boolean;
  /** Id of the request. */
  request?: string;
  /** Id within the source, which has to be given, too. */
  providerId?: string;
  /** With `providerId`: what the machine keeps when it is registered anew. */
  instanceUuid?: string;
}

/**
 * The requests as the signed-in user may see and change them. Every call throws a ResponseError when
 * the backend refuses.
 *
 * @public
 */
export interface VmRequestsApi {
  /** A page of requests, newest first. */
  list(
    query?: VmRequestQuery,
    options?: { signal?: AbortSignal },
  ): Promise<VmRequestPage>;
  get(id: string, options?: { signal?: AbortSignal }): Promise<VmRequest>;
  /** The form that a machine was requested with, to request another like it. */
  getForm(id: string, options?: { signal?: AbortSignal }): Promise<RequestForm>;
  /** The history, oldest first. */
  getEvents(
    id: string,
    options?: { signal?: AbortSignal },
  ): Promise<{ items: RequestEvent[] }>;
  /**
   * Tells of changes of one request: once at the beginning, then after each change, until the stream
   * ends, which it does now and then; follow again to go on.
   */
  followChanges(
    id: string,
    options: { signal: AbortSignal; onChange: () => void },
  ): Promise<void>;
  /**
   * The log line by line, from its beginning, live until it ends. Goes on with another replica when the
   * one that streams it shuts down.
   *
   * @throws ServiceUnavailableError when it breaks off before its end
   */
  followLog(
    id: string,
    of: 'plan' | 'apply',
    options: { signal: AbortSignal; onLines: (lines: string[]) => void },
  ): Promise<void>;
  /**
   * @param digest - of the plan that the person saw, where there is one; another plan by now is a
   *   conflict
   */
  approve(
    id: string,
    decision: { digest?: string; reason?: string },
  ): Promise<VmRequest>;
  reject(id: string, decision: { reason: string }): Promise<VmRequest>;
  /**
   * Ends a request before apply began; what was taken for it is given back. Withdraws a new plan once
   * apply has begun.
   */
  cancel(id: string, decision: { reason?: string }): Promise<VmRequest>;
  /** Has a request applied now that waits for its start. */
  start(id: string, decision: { reason?: string }): Promise<VmRequest>;
  /** Starts the apply of a request that waits for a person again. */
  retry(id: string, decision: { reason?: string }): Promise<VmRequest>;
  /**
   * Has planned anew what a failed apply has left. Another plan than the approved one waits for
   * approval.
   */
  replan(id: string, decision: { reason?: string }): Promise<VmRequest>;
  /** Has destroyed what a failed apply left. Needs a reason. */
  rollBack(id: string, decision: { reason: string }): Promise<VmRequest>;
  /**
   * Decides on several requests, each by itself: the answer says which were not decided on, and why.
   */
  decideSeveral(decisions: SeveralDecisions): Promise<DecidedRequests>;
  /** A page of batches, newest first. */
  getBatches(
    query?: {
      /** Id of the scaffolder task that opened it. */
      task?: string;
      limit?: number;
      cursor?: string;
    },
    options?: { signal?: AbortSignal },
  ): Promise<RequestBatchPage>;
  getBatch(
    id: string,
    options?: { signal?: AbortSignal },
  ): Promise<RequestBatch>;
  /** Asks for an operation on each of several machines: of all, or of none where one cannot be asked. */
  openBatch(asked: {
    /** What is sent again with the same key is answered with the batch of the first. */
    idempotencyKey?: string;
    kind: OperationKind;
    reason: string;
    /** Whether they are applied one after another, stopping where one goes wrong. */
    inTurn: boolean;
    machines: {
      /** Id in the ledger. */
      id: string;
      /** What the operation's template is given beside machine and reason. */
      values?: JsonRecord;
    }[];
  }): Promise<RequestBatch>;
  /** Asks for the adoption of several machines that nobody requested. */
  openAdoptions(
    asked: Pick<Adoption, 'blueprint' | 'environment' | 'stack' | 'owner'> & {
      /** What is sent again with the same key is answered with the batch of the first. */
      idempotencyKey?: string;
      reason: string;
      machines: Pick<Adoption, 'source' | 'machine' | 'address'>[];
    },
  ): Promise<RequestBatch>;
  /** Cancels what of a batch has no request yet, and the requests that can be cancelled. */
  cancelBatch(id: string, decision: { reason?: string }): Promise<RequestBatch>;
  /** Has a batch go on without what went wrong. */
  resumeBatch(id: string, decision: { reason?: string }): Promise<RequestBatch>;
  /** Has one of a batch tried again, with a request of its own. */
  retryBatchItem(
    id: string,
    position: number,
    decision: { reason?: string },
  ): Promise<RequestBatch>;
  /** The names that several machines would have now, or why there are none such; none is kept. */
  offerNames(
    query: {
      pattern: string;
      /** What `{app}` of the pattern stands for. */
      app: string;
      count: number;
      environment: string;
      source?: string;
      network?: string;
      blueprint?: string;
    },
    options?: { signal?: AbortSignal },
  ): Promise<OfferedNames>;
  /** The environments that a form may offer. */
  getPolicy(options?: { signal?: AbortSignal }): Promise<OfferedPolicy>;
  /**
   * Whether a name can be had.
   *
   * @param query - the network decides the name's domain; without it, the environment's first
   */
  checkName(
    query: {
      name: string;
      environment: string;
      source?: string;
      network?: string;
      blueprint?: string;
    },
    options?: { signal?: AbortSignal },
  ): Promise<NameAvailability>;
  /** What a request with these form values would become; nothing is changed. */
  preview(
    request: { templateRef: string; values: Record<string, unknown> },
    options?: { signal?: AbortSignal },
  ): Promise<RequestPreview>;
  /** The peers of the configuration, in the order in which a request comes to them. */
  listPeers(options?: { signal?: AbortSignal }): Promise<PeerList>;
  /**
   * Tests the connection to a peer, step by step.
   *
   * @param options - `name` says which of several
   */
  testPeer(
    peer: PeerName,
    options?: { name?: string; signal?: AbortSignal },
  ): Promise<PeerTest>;
  /** A page of the machines that came from requests and live. */
  listMachines(
    query?: MachineQuery & { limit?: number; cursor?: string },
    options?: { signal?: AbortSignal },
  ): Promise<LedgerMachinePage>;
  /** A page of the machines that their sources have and nobody requested, by their names. */
  getUnrequestedMachines(
    query?: UnrequestedQuery,
    options?: { signal?: AbortSignal },
  ): Promise<UnrequestedMachinePage>;
  /** Machines that came from requests and live, all of them, read page by page. */
  getMachines(
    query?: MachineQuery,
    options?: { signal?: AbortSignal },
  ): Promise<{ items: LedgerMachine[] }>;
  /** One machine with what can be asked of it. */
  getMachine(
    id: string,
    options?: { signal?: AbortSignal },
  ): Promise<LedgerMachineDetail>;
  /** What an operation would do to a machine, or what stands in its way; nothing is changed. */
  previewOperation(
    machine: string,
    operation: { kind: OperationKind; input: JsonRecord },
    options?: { signal?: AbortSignal },
  ): Promise<OperationPreview>;
  /** What the adoption of a machine would do, or what is against it; nothing is changed. */
  previewAdoption(
    adoption: Adoption,
    options?: { signal?: AbortSignal },
  ): Promise<OperationPreview>;
  /** Protects a machine from being decommissioned, or takes that away. */
  protect(
    machine: string,
    protection: { isProtected: boolean; reason: string },
  ): Promise<LedgerMachineDetail>;
}

/**
 * The requests as the signed-in user may see and change them.
 *
 * @public
 */
export const vmRequestsApiRef = createApiRef<VmRequestsApi>({
  id: 'plugin.vm-requests.service',
});
