import { MachineSnapshotFacts } from '@backlot/plugin-vm-inventory-common';
import { textBelow, timeOf } from '../details/elements';
import { childrenOf, XmlElement } from '../soap/XmlElement';
import { powerStateOf } from './MachineState';

const mark = /\n*\[backlot:([0-9A-Za-z]+)\]$/;

/** A description that says which operation took the snapshot, for vCenter to keep. */
export function markedDescription(
  description: string | undefined,
  operation: string,
): string {
  return `${description ? `${description}\n\n` : ''}[backlot:${operation}]`;
}

/** The snapshots of a `VirtualMachineSnapshotInfo`, each before those that were taken on top of it. */
export function snapshotFactsOf(
  info: XmlElement | undefined,
): MachineSnapshotFacts[] {
  return info
    ? factsBelow(
        childrenOf(info, 'rootSnapshotList'),
        undefined,
        textBelow(info, 'currentSnapshot'),
      )
    : [];
}

function factsBelow(
  trees: XmlElement[],
  parent: string | undefined,
  current: string | undefined,
): MachineSnapshotFacts[] {
  return trees.flatMap(tree => {
    const id = textBelow(tree, 'snapshot') ?? '';
    const description = textBelow(tree, 'description') ?? '';
    return [
      {
        id,
        // vCenter escapes these three in names.
        name: (textBelow(tree, 'name') ?? '').replace(
          /%(2f|5c|25)/gi,
          decodeURIComponent,
        ),
        description: description.replace(mark, '') || undefined,
        parent,
        createdAt: timeOf(textBelow(tree, 'createTime')),
        current: id === current,
        power: powerStateOf(textBelow(tree, 'state')),
        operation: mark.exec(description)?.[1],
      },
      ...factsBelow(childrenOf(tree, 'childSnapshotList'), id, current),
    ];
  });
}
