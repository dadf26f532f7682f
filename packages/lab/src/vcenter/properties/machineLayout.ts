import { VirtualMachine, VirtualMachineSnapshot } from '../model/ManagedObject';
import { snapshotsOf } from '../model/snapshotsOf';
import { currentSnapshot } from './machineSnapshots';
import { DataItem } from './PropertyNode';

const bytesPerGib = 1024 ** 3;
const dataBytes = 32 * 1024;
/** Part of a disk that is written between two snapshots. */
const writtenSince = 0.05;

interface File {
  key: number;
  type: string;
  bytes: number;
}

/** A disk from its first file to the one that is written to now. */
interface Disk {
  key: number;
  chain: File[];
}

interface SnapshotFiles {
  snapshot: VirtualMachineSnapshot;
  data: File;
  memory?: File;
  disks: Disk[];
}

/** Files of a machine and of its snapshots, made up: what is written to a disk after a snapshot is in another file. */
function layoutOf(machine: VirtualMachine) {
  const files: File[] = [];
  const file = (type: string, bytes: number): File => {
    const made = { key: files.length, type, bytes: Math.round(bytes) };
    files.push(made);
    return made;
  };
  const base: Disk[] = (machine.config?.disks ?? []).map(
    ({ sizeGib }, index) => ({
      key: 2000 + index,
      chain: [file('diskExtent', sizeGib * bytesPerGib)],
    }),
  );
  const goOnFrom = (disks: Disk[]): Disk[] =>
    disks.map(({ key, chain }) => ({
      key,
      chain: [
        ...chain,
        file('diskExtent', (base[0]?.chain[0].bytes ?? 0) * writtenSince),
      ],
    }));
  const snapshots = new Map<string, SnapshotFiles>();
  for (const snapshot of snapshotsOf(machine)) {
    const below = snapshots.get(snapshot.parent ?? '');
    snapshots.set(snapshot.ref, {
      snapshot,
      data: file('snapshotData', dataBytes),
      memory:
        snapshot.powerState === 'poweredOn'
          ? file(
              'snapshotMemory',
              (snapshot.config?.memoryMib ?? 0) * 1024 ** 2,
            )
          : undefined,
      disks: below ? goOnFrom(below.disks) : base,
    });
  }
  const current = snapshots.get(currentSnapshot(machine) ?? '');
  return {
    disks: current ? goOnFrom(current.disks) : base,
    snapshots: [...snapshots.values()],
    files,
  };
}

function chainOf({ key, chain }: Disk): string {
  return `<key>${key}</key>${chain
    .map(file => `<chain><fileKey>${file.key}</fileKey></chain>`)
    .join('')}`;
}

/** The files of a machine. */
export function layoutFiles(machine: VirtualMachine): DataItem[] {
  return layoutOf(machine).files.map(({ key, type, bytes }) => ({
    xsiType: 'VirtualMachineFileLayoutExFileInfo',
    content: `<key>${key}</key><name>[] ${machine.name}/${key}</name><type>${type}</type><size>${bytes}</size>`,
  }));
}

/** The files of each of its disks. */
export function layoutDisks(machine: VirtualMachine): DataItem[] {
  return layoutOf(machine).disks.map(disk => ({
    xsiType: 'VirtualMachineFileLayoutExDiskLayout',
    content: chainOf(disk),
  }));
}

/** The files of each of its snapshots. */
export function layoutSnapshots(machine: VirtualMachine): DataItem[] {
  return layoutOf(machine).snapshots.map(
    ({ snapshot, data, memory, disks }) => ({
      xsiType: 'VirtualMachineFileLayoutExSnapshotLayout',
      content:
        `<key type="VirtualMachineSnapshot">${snapshot.ref}</key>` +
        `<dataKey>${data.key}</dataKey><memoryKey>${
          memory?.key ?? -1
        }</memoryKey>${disks
          .map(disk => `<disk>${chainOf(disk)}</disk>`)
          .join('')}`,
    }),
  );
}
