import { ConflictError, ServiceUnavailableError } from '@backstage/errors';
import { RequestMachine } from '@backlot/plugin-vm-requests-common';
import { isoAfter } from '../../clock';
import { StoredRequest } from '../../database/StoredRequest';
import { checkDecommissions } from '../../ledger/allowedPlan';
import { LedgerContext } from '../../ledger/LedgerContext';
import { blame } from '../../peers/blame';
import { isSameMachine } from '../isSameMachine';
import { lookUntil } from '../lookUntil';
import { Operation } from '../Operation';

async function isGone(
  context: LedgerContext,
  { spec, name }: StoredRequest,
  machine: RequestMachine,
): Promise<true | undefined> {
  const { machines, live } = await context.peers.inventory.findMachines({
    source: spec.source,
    name,
  });
  const standing = machines.some(seen => isSameMachine(seen, machine));
  return live && !standing ? true : undefined;
}

/** Ends a machine: Terraform destroys it, and what it had goes back. */
export const decommissionOperation: Operation = {
  words: {
    imperative: 'Decommission',
    asks: 'asks to decommission the machine',
    asksInGit: 'asks to decommission this virtual machine of',
  },

  checkPlan: checkDecommissions,

  /** The address is nobody else's until the machine that may still use it is seen to be gone. */
  async settle(context, request) {
    const { store, peers } = context;
    const { machine } = request;
    if (!machine) {
      throw new ConflictError(
        `Request ${request.id} does not say which machine it decommissions.`,
      );
    }
    await lookUntil(
      context,
      () => isGone(context, request, machine),
      () =>
        blame(
          new ServiceUnavailableError(
            `The inventory of ${request.spec.source} still shows machine ${machine.id}, or is not live. Terraform destroyed it; look at the source's health.`,
          ),
          'inventory',
          `The inventory of ${request.spec.source} does not say yet that the machine is gone. Terraform has destroyed it; the request goes on by itself.`,
        ),
    );
    const { madeBy } = await store.getMachine(request.machineId);
    await peers.addresses.deprecate(request.terms.allocationKey);
    await peers.addresses.removeMachineRecord({
      request: madeBy,
      name: request.name,
      cluster: request.placement?.cluster.name,
    });
    return machine;
  },

  complete({ clock, settings }, request) {
    return {
      removeAddressAt: isoAfter(clock, settings.quarantine),
      removeDirectoryAt: isoAfter(clock, 0),
      notifications: [
        {
          recipients: [...new Set([request.requestedBy, request.owner])],
          title: `${request.fqdn} is decommissioned`,
          description: request.address
            ? `Its name is free; its address ${
                request.address.address
              } is kept out of use until ${isoAfter(
                clock,
                settings.quarantine,
              )}.`
            : 'Its name is free.',
          severity: 'normal',
          about: 'machine',
        },
      ],
    };
  },
};
