import { createDate, ownNumber } from '../properties/machineDates';
import { VirtualMachine, VirtualMachineSnapshot } from './ManagedObject';

// One in so many machines that the company began with.
const oneIn = 8;
const afterMs = 20 * 24 * 3_600_000;

/**
 * The snapshots of a machine. Somebody took one of some machines that the company began with and
 * forgot it, as happens.
 */
export function snapshotsOf(machine: VirtualMachine): VirtualMachineSnapshot[] {
  if (machine.snapshots) {
    return machine.snapshots;
  }
  const isForgotten =
    machine.config?.template === false &&
    machine.createdAt === undefined &&
    ownNumber(machine) % oneIn === 0;
  return isForgotten
    ? [
        {
          ref: machine.ref.replace('vm-', 'snapshot-'),
          name: 'before the update',
          description: '',
          createdAt: new Date(
            Date.parse(createDate(machine)!) + afterMs,
          ).toISOString(),
          powerState: 'poweredOff',
          quiesced: false,
        },
      ]
    : [];
}
