import {
  OperationContext,
  OperationRequest,
} from '@backlot/plugin-vm-requests-node';

/**
 * Records a machine in NetBox as a request leaves it, or brings its record up to date.
 *
 * @param madeBy - the request that made the machine
 */
export async function recordMachine(
  { addresses }: OperationContext,
  { name, placement, interfaces, terms }: OperationRequest,
  madeBy: string,
): Promise<void> {
  const { hardware, diskGib, allocationKey, allocations, clusters } = terms;
  await addresses.ensureMachineRecord({
    request: madeBy,
    name,
    cluster: placement?.cluster.name ?? clusters[0],
    cpus: hardware.cpus,
    memoryMib: hardware.memoryMib,
    diskGib,
    key: allocationKey,
    interfaces,
    allocations,
  });
}
