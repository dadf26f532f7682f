import { RequestMachine, signInOf } from '@backlot/plugin-vm-requests-common';
import {
  PlannedOperation,
  OperationContext,
  OperationRequest,
} from '@backlot/plugin-vm-requests-node';
import { checkCompletes, checkOnlyCreates } from '../../ledger/allowedPlan';
import { endAfter } from '../../endDates/days';
import { recordMachine } from '../recordMachine';
import { activateAddresses } from '../machineAddresses';
import { isSameMachine } from '../isSameMachine';

async function findMachine(
  { inventory }: OperationContext,
  request: OperationRequest,
): Promise<RequestMachine | undefined> {
  const { machines } = await inventory.findMachines({
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

async function writeDown(
  context: OperationContext,
  request: OperationRequest,
): Promise<void> {
  await activateAddresses(context, request);
  await recordMachine(context, request, request.id);
}

/** Makes a machine. */
export const createOperation: PlannedOperation = {
  kind: 'create',
  makesMachine: true,
  words: {
    title: 'Create',
    asks: 'requests a machine',
    asksInGit: 'requests this virtual machine for',
    done: 'is ready',
    halfApplied: 'Part of the machine may exist',
  },
  giveBack: [
    'pull-request',
    'apply-check',
    'reservation',
    'address',
    'machine-record',
  ],
  rollBack: () => 'destroy',
  lifecycle: { meanwhile: 'building', done: 'active', otherwise: 'gone' },

  checkPlan: (plan, { directory }) => checkOnlyCreates(plan, directory),

  checkNewPlan: (plan, { directory }, made) =>
    checkCompletes(plan, directory, made),

  /** The parts need nothing of each other: when one fails, the other is done all the same. */
  async settle(context, request) {
    const seen = context.lookUntil(
      () => findMachine(context, request),
      `The inventory of ${request.spec.source} does not show the machine ${
        request.machine?.id ?? request.name
      } yet, which Terraform has made.`,
    );
    const parts = [
      seen.then(async machine => {
        await context.inventory.endReservation(request.id);
        return machine;
      }),
      writeDown(context, request),
    ] as const;
    await Promise.allSettled(parts);
    const [machine] = await Promise.all(parts);
    return { machine };
  },

  outcome: ({ address, fqdn, terms: { access, lease } }, at) => ({
    news: address && signInOf(access, { fqdn, ...address }),
    watchesGuest: true,
    callsHooks: 'made',
    machine: lease && { endsAt: endAfter(at, lease) },
  }),
};
