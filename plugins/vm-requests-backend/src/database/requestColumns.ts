import { RequestRow, toJson } from './rows';
import { NewRequest } from './RequestStore';
import { RequestPatch, StoredRequest } from './StoredRequest';

/** The columns of a patch; what it does not name is left alone. */
export function patchColumns(patch: RequestPatch): Partial<RequestRow> {
  const columns = {
    message: patch.message,
    start_at: patch.startAt,
    apply_wait: toJson(patch.applyWait),
    cause: patch.cause,
    placement: toJson(patch.placement),
    cluster: patch.placement?.cluster.name,
    address: toJson(patch.address),
    ip_address: patch.address?.address,
    pull_request: toJson(patch.pullRequest),
    files: toJson(patch.files),
    plan: toJson(patch.plan),
    decision: toJson(patch.decision),
    replaced: toJson(patch.replaced),
    approvers: toJson(patch.approvers),
    machine: toJson(patch.machine),
    guest: toJson(patch.guest),
    memory: toJson(patch.memory),
    roll_back: toJson(patch.rollBack),
    retry_check: toJson(patch.retryCheck),
    may_exist: patch.mayExist,
  };
  return Object.fromEntries(
    Object.entries(columns).filter(([, value]) => value !== undefined),
  );
}

/** The columns that say what is asked for and what policy gave, from the opening on. */
export function openingColumns(
  request: Omit<NewRequest, 'batch'> & Pick<StoredRequest, 'batch'>,
) {
  return {
    ...patchColumns(request),
    id: request.id,
    kind: request.kind,
    machine_id: request.machineId,
    base_generation: request.baseGeneration,
    name: request.name,
    name_key: request.nameKey,
    fqdn: request.fqdn,
    environment: request.environment,
    owner: request.owner,
    requested_by: request.requestedBy,
    requested_for: request.requestedFor ?? null,
    purpose: request.purpose,
    stack: request.stack,
    repository: request.repository,
    base_branch: request.baseBranch,
    branch: request.branch,
    directory: request.directory,
    spec: JSON.stringify(request.spec),
    terms: JSON.stringify(request.terms),
    interfaces: toJson(request.interfaces) ?? null,
    approvers: JSON.stringify(request.approvers),
    batch_id: request.batch?.id ?? null,
    batch_position: request.batch?.position ?? null,
  };
}
