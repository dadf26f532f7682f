import { ServiceUnavailableError } from '@backstage/errors';
import { RequestMachine } from '@backlot/plugin-vm-requests-common';
import { isoAfter } from '../../clock';
import { StoredRequest } from '../../database/StoredRequest';
import { startOfWatch } from '../../guest/watchGuest';
import { checkOnlyCreates } from '../../ledger/allowedPlan';
import { LedgerContext, lookEvery } from '../../ledger/LedgerContext';
import { blame } from '../../peers/blame';
import { isSameMachine } from '../isSameMachine';
import { lookUntil } from '../lookUntil';
import { Operation } from '../Operation';

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
      ? isSameMachine(candidate, machine)
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
  return lookUntil(
    context,
    () => findMachine(context, request),
    () =>
      blame(
        new ServiceUnavailableError(
          `The inventory of ${request.spec.source} does not show the machine ${
            request.machine?.id ?? request.name
          } yet. Terraform made it; look at the source's health.`,
        ),
        'inventory',
        `The inventory of ${request.spec.source} does not show the machine yet. Terraform has made it; the request goes on by itself.`,
      ),
  );
}

async function writeDown(
  context: LedgerContext,
  request: StoredRequest,
): Promise<void> {
  const { addresses } = context.peers;
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
}

/** Makes a machine. */
export const createOperation: Operation = {
  words: {
    imperative: 'Create',
    asks: 'requests a machine',
    asksInGit: 'requests this virtual machine for',
  },

  checkPlan: checkOnlyCreates,

  /** The parts need nothing of each other: when one fails, the other is done all the same. */
  async settle(context, request) {
    const parts = [
      seeMachine(context, request).then(async machine => {
        await context.peers.inventory.endReservation(request.id);
        return machine;
      }),
      writeDown(context, request),
    ] as const;
    await Promise.allSettled(parts);
    const [machine] = await Promise.all(parts);
    return machine;
  },

  complete(context, request, machine) {
    return {
      patch: { machine, guest: startOfWatch(context, request) },
      watchGuestAt: isoAfter(context.clock, lookEvery),
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
    };
  },
};
