import { setTimeout as sleep } from 'node:timers/promises';
import {
  ConflictError,
  InputError,
  ServiceUnavailableError,
} from '@backstage/errors';
import {
  RequestMachine,
  RequestState,
} from '@backlot/plugin-vm-requests-common';
import { AttemptRef } from '@backlot/plugin-vm-requests-node';
import { isoAfter } from '../clock';
import { StoredRequest } from '../database/StoredRequest';
import { startOfWatch } from '../guest/watchGuest';
import { requestOfAttempt } from './holdsAttempt';
import { LedgerContext, lookEvery, pageOf } from './LedgerContext';
import { withWork } from './withWork';

const lookAgainMs = 500;

/** What the apply said of the machine that it made. */
export type AppliedMachine = Pick<RequestMachine, 'id' | 'instanceUuid'>;

async function recordApply(
  context: LedgerContext,
  request: StoredRequest,
  input: { log: string; machine?: AppliedMachine },
): Promise<StoredRequest> {
  const { store, logs, clock } = context;
  if (input.log.trim() === '') {
    throw new InputError(
      `Terraform's text is missing: without it request ${request.id} does not count as applied.`,
    );
  }
  const attempt = await store.getAttempt(request.attempt);
  await logs.save(request.id, 'apply', input.log);
  const applied = await store.transition(request, {
    event: 'apply',
    actor: { role: 'task' },
    by: `task:${attempt.task}`,
    patch: {
      machine: input.machine && {
        source: request.spec.source,
        ...input.machine,
      },
    },
    wakeAt: isoAfter(clock, lookEvery),
  });
  context.changed(request.id);
  return applied;
}

async function merge(
  context: LedgerContext,
  request: StoredRequest,
): Promise<StoredRequest> {
  const { store, peers } = context;
  const { pullRequest, plan } = request;
  if (!pullRequest || !plan) {
    throw new ConflictError(
      `Request ${request.id} has no pull request to merge.`,
    );
  }
  if (pullRequest.merged) {
    return request;
  }
  await peers.forge.merge({
    repository: request.repository,
    number: pullRequest.number,
    branch: request.branch,
    commit: plan.commit,
  });
  const { task } = await store.getAttempt(request.attempt);
  return store.record(request, {
    type: 'merged',
    by: `task:${task}`,
    detail: { number: pullRequest.number },
    patch: { pullRequest: { ...pullRequest, merged: true } },
  });
}

async function findMachine(
  context: LedgerContext,
  request: StoredRequest,
): Promise<RequestMachine | undefined> {
  const { machines } = await context.peers.inventory.findMachines({
    source: request.spec.source,
    name: request.name,
  });
  const { machine } = request;
  const found = machines.find(candidate =>
    machine
      ? candidate.id === machine.id ||
        (machine.instanceUuid !== undefined &&
          candidate.instanceUuid?.toLowerCase() ===
            machine.instanceUuid.toLowerCase())
      : candidate.annotation?.includes(request.id),
  );
  return found?.instanceUuid === undefined
    ? undefined
    : {
        source: found.source,
        id: found.id,
        instanceUuid: found.instanceUuid,
      };
}

/** Looks for the machine until the inventory shows it with its instance UUID. */
async function seeMachine(
  context: LedgerContext,
  request: StoredRequest,
): Promise<RequestMachine> {
  const end = Date.now() + context.settings.machineWait;
  for (;;) {
    const machine = await findMachine(context, request);
    if (machine) {
      return machine;
    }
    if (Date.now() >= end) {
      throw new ServiceUnavailableError(
        `The inventory of ${request.spec.source} does not show the machine ${
          request.machine?.id ?? request.name
        } yet. Terraform made it; look at the source's health.`,
      );
    }
    await sleep(lookAgainMs);
  }
}

async function writeDown(
  context: LedgerContext,
  request: StoredRequest,
): Promise<void> {
  const { addresses, inventory } = context.peers;
  const { hardware, diskGib, allocationKey } = request.terms;
  await addresses.activate(allocationKey);
  await addresses.ensureMachineRecord({
    request: request.id,
    name: request.name,
    cluster: request.placement?.cluster.name ?? request.terms.clusters[0],
    cpus: hardware.cpus,
    memoryMib: hardware.memoryMib,
    diskGib,
    key: allocationKey,
    interfaces: request.interfaces,
  });
  await inventory.endReservation(request.id);
}

async function finish(
  context: LedgerContext,
  request: StoredRequest,
  machine: RequestMachine,
): Promise<StoredRequest> {
  const { store, clock } = context;
  const attempt = await store.getAttempt(request.attempt);
  const done = await store.transition(request, {
    event: 'complete',
    actor: { role: 'task' },
    by: `task:${attempt.task}`,
    detail: { machine: machine.id },
    patch: { machine, guest: startOfWatch(context, request) },
    watchGuestAt: isoAfter(clock, lookEvery),
    machine: {
      ...machine,
      name: request.name,
      fqdn: request.fqdn,
      environment: request.environment,
      owner: request.owner,
      request: request.id,
      address: request.address?.address,
      createdAt: clock.now().toISOString(),
    },
    notifications: [
      {
        recipients: [request.requestedBy],
        title: `${request.fqdn} is ready`,
        description: request.address
          ? `ssh ${request.terms.access.user}@${request.address.address}`
          : undefined,
        severity: 'normal',
        about: 'machine',
      },
    ],
  });
  context.changed(request.id);
  return done;
}

/**
 * Ends a request whose plan was applied: pull request merged, machine seen, address active, record
 * in NetBox made. Each part looks first, so that all of it can be repeated.
 *
 * @throws ServiceUnavailableError while the inventory does not show the machine yet; repeat it then
 */
export async function complete(
  context: LedgerContext,
  input: AttemptRef & { machine?: AppliedMachine; log: string },
): Promise<{ state: RequestState; machine: RequestMachine; url: string }> {
  const url = pageOf(input.request);
  return withWork(context, input.request, async () => {
    const known = await context.store.get(input.request);
    if (
      known.state === 'done' &&
      known.attempt === input.attempt &&
      known.machine
    ) {
      return { state: known.state, machine: known.machine, url };
    }
    let request = await requestOfAttempt(context, input);
    if (request.state === 'applying') {
      request = await recordApply(context, request, input);
    }
    request = await merge(context, request);
    const machine = await seeMachine(context, request);
    await writeDown(context, request);
    const { state } = await finish(context, request, machine);
    return { state, machine, url };
  });
}
