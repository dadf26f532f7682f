import { BackstageCredentials } from '@backstage/backend-plugin-api';
import {
  BatchItem,
  canTransition,
  RequestBatch,
  RequestBatchSummary,
  vmRequestDecidePermission,
  vmRequestReadPermission,
  vmRequestUpdatePermission,
} from '@backlot/plugin-vm-requests-common';
import { doingsOf } from '../batches/findSurprise';
import { standingOf } from '../batches/judgeBatch';
import { canRetry, choicesOf } from '../batches/steerBatch';
import { messageOf, whyOf } from '../batches/tellOfBatch';
import { StoredBatch, StoredBatchItem } from '../database/StoredBatch';
import { PagedRequest } from '../database/StoredRequest';
import { actorOf } from '../ledger/decide';
import { LedgerContext } from '../ledger/LedgerContext';
import { PageOptions } from './RouterOptions';
import { waitOf } from './waitOf';

const decisions = ['approve', 'reject'] as const;

function toRequest(
  { operations }: LedgerContext,
  request: PagedRequest,
): BatchItem['request'] {
  const { terms, plan } = request;
  return {
    id: request.id,
    state: request.state,
    wait: waitOf(request, operations.halfAppliedOf(request.kind)),
    fqdn: request.fqdn,
    address: request.address?.address,
    hardware: { ...terms.hardware, diskGib: terms.diskGib },
    plan: plan && {
      digest: plan.digest,
      summary: plan.summary,
      doings: [...doingsOf(plan)].sort(),
    },
    does: terms.change?.does,
    interrupts: terms.change?.interrupts,
  };
}

function toItem(
  ledger: LedgerContext,
  item: StoredBatchItem,
  request: PagedRequest | undefined,
  can: BatchItem['can'],
): BatchItem {
  return {
    position: item.batch.position,
    name: item.name,
    state: item.state,
    message: whyOf(item),
    isWrong: standingOf(item) === 'wrong',
    isPassed: item.isPassed,
    request: request && toRequest(ledger, request),
    can,
  };
}

function headOf(
  { operations }: LedgerContext,
  batch: StoredBatch,
): Omit<RequestBatch, 'items' | 'can' | 'message'> {
  return {
    id: batch.id,
    kind: batch.kind,
    operation: operations.titleOf(batch.kind),
    state: batch.state,
    inTurn: batch.inTurn,
    requestedBy: batch.requestedBy,
    requestedFor: batch.requestedFor,
    owner: batch.owner,
    environment: batch.environment,
    purpose: batch.purpose,
    createdAt: batch.createdAt,
    updatedAt: batch.updatedAt,
  };
}

/** A batch in a list. */
export function toBatchSummary(
  ledger: LedgerContext,
  batch: StoredBatch,
  count: number,
): RequestBatchSummary {
  return { ...headOf(ledger, batch), count };
}

/**
 * A batch as somebody may see it, who may see it or one of its requests, with what that person may do
 * now.
 *
 * @throws NotAllowedError when it may not be seen; NotFoundError when there is none
 */
export async function answerBatch(
  options: PageOptions,
  credentials: BackstageCredentials,
  id: string,
): Promise<RequestBatch> {
  const { ledger, access, auth, viewers } = options;
  const { batch, items, may, ...permitted } = await access.findBatch(
    ledger.batches,
    id,
    vmRequestReadPermission,
    credentials,
    [vmRequestDecidePermission, vmRequestUpdatePermission],
  );
  const requests = await ledger.store.listPaged(
    items.flatMap(({ request }) => request?.id ?? []),
  );
  const person = auth.isPrincipal(credentials, 'user')
    ? await viewers.of(credentials)
    : undefined;
  const maySteer = person !== undefined && permitted.maySteer;
  const canOf = (item: StoredBatchItem, request?: PagedRequest) => [
    ...(request && person && may(vmRequestDecidePermission, request)
      ? decisions.filter(decision =>
          canTransition(request, decision, actorOf(request, person)),
        )
      : []),
    ...(maySteer && canRetry(item) ? (['retry'] as const) : []),
  ];
  return {
    ...headOf(ledger, batch),
    message: messageOf(batch, items),
    items: items.map(item => {
      const request = item.request && requests.get(item.request.id);
      return toItem(ledger, item, request, canOf(item, request));
    }),
    can: maySteer ? choicesOf(batch, items) : [],
  };
}
