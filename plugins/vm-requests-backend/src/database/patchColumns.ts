import { RequestRow, toJson } from './rows';
import { RequestPatch } from './StoredRequest';

/** The columns of a patch; what it does not name is left alone. */
export function patchColumns(patch: RequestPatch): Partial<RequestRow> {
  const columns = {
    message: patch.message,
    cause: patch.cause,
    placement: toJson(patch.placement),
    cluster: patch.placement?.cluster.name,
    address: toJson(patch.address),
    ip_address: patch.address?.address,
    pull_request: toJson(patch.pullRequest),
    files: toJson(patch.files),
    plan: toJson(patch.plan),
    decision: toJson(patch.decision),
    machine: toJson(patch.machine),
    guest: toJson(patch.guest),
    roll_back: toJson(patch.rollBack),
    retry_check: toJson(patch.retryCheck),
  };
  return Object.fromEntries(
    Object.entries(columns).filter(([, value]) => value !== undefined),
  );
}
