import { createApiRef } from '@backstage/core-plugin-api';
import {
  LedgerMachine,
  NameAvailability,
  Policy,
  RequestEvent,
  RequestPreview,
  RequestState,
  VmRequest,
  VmRequestPage,
} from '@backlot/plugin-vm-requests-common';

/**
 * Filters, order and page of the list of requests.
 *
 * @public
 */
export interface VmRequestQuery {
  state?: RequestState[];
  /** Part of the name, address, id or purpose; case does not matter. */
  search?: string;
  owner?: string;
  requestedBy?: string;
  environment?: string;
  /** Id of a scaffolder task that worked on it. */
  task?: string;
  /** Only those that the signed-in user may decide now. */
  mine?: 'decide' | 'requested' | 'owned';
  limit?: number;
  cursor?: string;
}

/**
 * The requests as the signed-in user may see and change them. Every call throws a ResponseError when
 * the backend refuses.
 *
 * @public
 */
export interface VmRequestsApi {
  list(
    query?: VmRequestQuery,
    options?: { signal?: AbortSignal },
  ): Promise<VmRequestPage>;
  get(id: string, options?: { signal?: AbortSignal }): Promise<VmRequest>;
  getEvents(
    id: string,
    options?: { signal?: AbortSignal },
  ): Promise<{ items: RequestEvent[] }>;
  /** The log line by line, from its beginning, live until it ends. */
  followLog(
    id: string,
    of: 'plan' | 'apply',
    options: { signal: AbortSignal; onLines: (lines: string[]) => void },
  ): Promise<void>;
  /** @param digest - of the plan that the person saw; another plan by now is a conflict */
  approve(
    id: string,
    decision: { digest: string; reason?: string },
  ): Promise<VmRequest>;
  reject(id: string, decision: { reason: string }): Promise<VmRequest>;
  cancel(id: string, decision: { reason?: string }): Promise<VmRequest>;
  retry(id: string, decision: { reason?: string }): Promise<VmRequest>;
  rollBack(id: string, decision: { reason?: string }): Promise<VmRequest>;
  /** The environments that a form may offer. */
  getPolicy(options?: { signal?: AbortSignal }): Promise<Policy>;
  checkName(
    query: { name: string; environment: string; source?: string },
    options?: { signal?: AbortSignal },
  ): Promise<NameAvailability>;
  /** What a request with these form values would become; nothing is changed. */
  preview(
    request: { templateRef: string; values: Record<string, unknown> },
    options?: { signal?: AbortSignal },
  ): Promise<RequestPreview>;
  getMachines(
    query?: { owner?: string; request?: string },
    options?: { signal?: AbortSignal },
  ): Promise<{ items: LedgerMachine[] }>;
}

/**
 * The requests as the signed-in user may see and change them.
 *
 * @public
 */
export const vmRequestsApiRef = createApiRef<VmRequestsApi>({
  id: 'plugin.vm-requests.service',
});
