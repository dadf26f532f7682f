import { MachineSnapshot } from '@backlot/plugin-vm-inventory-common';
import { childrenOf, XmlElement } from '../soap/XmlElement';
import { textBelow, timeOf } from './elements';

/**
 * The snapshots of a `VirtualMachineSnapshotInfo`, each before those that were made on top of it.
 *
 * @internal
 */
export function snapshotsOf(info: XmlElement | undefined): MachineSnapshot[] {
  return info ? treesOf(childrenOf(info, 'rootSnapshotList')) : [];
}

function treesOf(trees: XmlElement[]): MachineSnapshot[] {
  return trees.flatMap(tree => [
    {
      // vCenter escapes these three in names.
      name: (textBelow(tree, 'name') ?? '').replace(
        /%(2f|5c|25)/gi,
        decodeURIComponent,
      ),
      createdAt: timeOf(textBelow(tree, 'createTime')),
    },
    ...treesOf(childrenOf(tree, 'childSnapshotList')),
  ]);
}
