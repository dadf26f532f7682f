import { VirtualMachine } from '../model/ManagedObject';
import { createDate, ownNumber } from './machineDates';
import { DataItem } from './PropertyNode';

// One in so many machines that the company began with.
const oneIn = 8;
const afterMs = 20 * 24 * 3_600_000;

/** Whether somebody took a snapshot of a machine and forgot it, as happens. */
export function hasSnapshots(machine: VirtualMachine): boolean {
  return (
    machine.config?.template === false &&
    machine.createdAt === undefined &&
    ownNumber(machine) % oneIn === 0
  );
}

/** The trees of a machine's snapshots. */
export function snapshotTrees(machine: VirtualMachine): DataItem[] {
  const takenAt = new Date(Date.parse(createDate(machine)!) + afterMs);
  const snapshot = machine.ref.replace('vm-', 'snapshot-');
  return [
    {
      xsiType: 'VirtualMachineSnapshotTree',
      content:
        `<snapshot type="VirtualMachineSnapshot">${snapshot}</snapshot>` +
        `<vm type="VirtualMachine">${machine.ref}</vm>` +
        '<name>before the update</name><description></description><id>1</id>' +
        `<createTime>${takenAt.toISOString()}</createTime>` +
        '<state>poweredOff</state><quiesced>false</quiesced>' +
        '<replaySupported>false</replaySupported>',
    },
  ];
}
