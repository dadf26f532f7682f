import { InputError } from '@backstage/errors';
import {
  RequestAddress,
  RequestFile,
  RequestPlacement,
  RequestPullRequest,
} from '@backlot/plugin-vm-requests-common';
import { allocationKeysOf, AttemptRef } from '@backlot/plugin-vm-requests-node';
import { StoredRequest } from '../database/StoredRequest';
import { describePullRequest } from './describePullRequest';
import { requestOfAttempt, tooLate } from './holdsAttempt';
import { LedgerContext } from './LedgerContext';
import { withWork } from './withWork';

const mostFiles = 50;
const mostBytes = 1024 * 1024;

function checkFiles(request: StoredRequest, files: RequestFile[]): void {
  if (files.length === 0 || files.length > mostFiles) {
    throw new InputError(
      `A request has 1 to ${mostFiles} files; there are ${files.length}.`,
    );
  }
  const outside = files.find(
    ({ path }) =>
      !path.startsWith(`${request.directory}/`) ||
      path.split('/').some(part => part === '' || /^\.\.?$/.test(part)),
  );
  if (outside) {
    throw new InputError(
      `The file ${outside.path} is not in ${request.directory}, the only directory that request ${request.id} may change.`,
    );
  }
  const bytes = files.reduce(
    (sum, { content }) => sum + Buffer.byteLength(content),
    0,
  );
  if (bytes > mostBytes) {
    throw new InputError(
      `The files of request ${request.id} have ${bytes} bytes; at most ${mostBytes} are taken.`,
    );
  }
}

/** A machine is not to be made with an address missing that it would be said to have. */
function checkAddresses(
  { id, terms }: StoredRequest,
  { key, others = [] }: RequestAddress,
): void {
  const given = [key, ...others.map(other => other.key)];
  const missing = allocationKeysOf(terms).filter(
    wanted => !given.includes(wanted),
  );
  if (missing.length > 0) {
    throw new InputError(
      `The template of request ${id} has allocated no address for ${missing.join(
        ', ',
      )}. Have it run netbox:allocate for each of the allocations that vm-request:open hands out, as templates/rhel9-vm does.`,
    );
  }
}

/** What a template found out for a request of a machine that has no directory yet. */
interface Prepared {
  files: RequestFile[];
  placement: RequestPlacement;
  address: RequestAddress;
}

function preparedOf(
  request: StoredRequest,
  {
    files,
    placement = request.placement,
    address = request.address,
  }: Partial<Prepared>,
): Prepared {
  if (!files || !placement || !address) {
    throw new InputError(
      `The machine of request ${request.id} has no directory yet: its files, placement and address are missing.`,
    );
  }
  return { files, placement, address };
}

/**
 * Opens the pull request of a request. Repeating it answers the same pull request.
 *
 * @param input - files, placement and address only where the machine has no directory yet; the others
 *   have theirs from when they were opened
 */
export async function propose(
  given: LedgerContext,
  input: AttemptRef & Partial<Prepared>,
): Promise<RequestPullRequest> {
  return withWork(given, input.request, async context => {
    const { store, peers, settings, operations } = context;
    let request = await requestOfAttempt(context, input);
    if (request.state !== 'open') {
      throw tooLate(request);
    }
    if (request.pullRequest) {
      return request.pullRequest;
    }
    const { task } = await store.getAttempt(input.attempt);
    const by = `task:${task}`;
    const operation = operations.planned(request);
    if (!operation.change) {
      const { files: rendered, ...place } = preparedOf(request, input);
      checkAddresses(request, place.address);
      const added = operation.addFiles?.(request) ?? [];
      const prepared = { ...place, files: [...rendered, ...added] };
      checkFiles(request, prepared.files);
      request = await store.record(request, {
        type: 'placed',
        by,
        detail: {
          cluster: prepared.placement.cluster.name,
          address: prepared.address.address,
        },
        patch: prepared,
      });
    }
    const files = request.files ?? [];
    checkFiles(request, files);
    const pullRequest = await peers.forge.propose({
      stack: request.stack,
      repository: request.repository,
      baseBranch: request.baseBranch,
      branch: request.branch,
      ...describePullRequest(
        request,
        operations.of(request).words,
        settings.appUrl,
        settings.policy.timeZone,
      ),
      files,
      changesExisting: operation.change !== undefined,
    });
    await store.record(request, {
      type: 'proposed',
      by,
      detail: { number: pullRequest.number, url: pullRequest.url },
      patch: { pullRequest },
    });
    context.changed(request.id);
    return pullRequest;
  });
}
