import { VirtualMachine, VirtualMachineSnapshot } from '../model/ManagedObject';
import { snapshotsOf } from '../model/snapshotsOf';
import { escapeXml } from '../soap/escapeXml';
import { DataItem } from './PropertyNode';

/** Whether a machine has snapshots. */
export function hasSnapshots(machine: VirtualMachine): boolean {
  return snapshotsOf(machine).length > 0;
}

/** Reference of the snapshot that the machine runs on top of. */
export function currentSnapshot(machine: VirtualMachine): string | undefined {
  return machine.currentSnapshot ?? snapshotsOf(machine).at(-1)?.ref;
}

/** The trees of a machine's snapshots. */
export function snapshotTrees(machine: VirtualMachine): DataItem[] {
  return treesBelow(undefined, machine, snapshotsOf(machine)).map(content => ({
    xsiType: 'VirtualMachineSnapshotTree',
    content,
  }));
}

function treesBelow(
  parent: string | undefined,
  machine: VirtualMachine,
  all: VirtualMachineSnapshot[],
): string[] {
  return all
    .filter(snapshot => snapshot.parent === parent)
    .map(snapshot => {
      const { ref, name, description, createdAt, powerState, quiesced } =
        snapshot;
      const below = treesBelow(ref, machine, all);
      return (
        `<snapshot type="VirtualMachineSnapshot">${ref}</snapshot>` +
        `<vm type="VirtualMachine">${machine.ref}</vm>` +
        `<name>${escapeXml(name)}</name>` +
        `<description>${escapeXml(description)}</description>` +
        `<id>${ref.replace(/\D/g, '')}</id>` +
        `<createTime>${createdAt}</createTime>` +
        `<state>${powerState}</state><quiesced>${quiesced}</quiesced>${below
          .map(content => `<childSnapshotList>${content}</childSnapshotList>`)
          .join('')}<replaySupported>false</replaySupported>`
      );
    });
}
