import { MachineSnapshotFacts } from '@backlot/plugin-vm-inventory-common';
import { textBelow } from '../details/elements';
import { childrenOf, XmlElement } from '../soap/XmlElement';

/**
 * What each snapshot takes, in bytes, by a `VirtualMachineFileLayoutEx`: its own data and memory, and
 * what was written to the disks since, up to the snapshots on top of it or until now.
 *
 * @returns nothing of snapshots that it has no files of
 */
export function snapshotSizesOf(
  layout: XmlElement | undefined,
  snapshots: readonly MachineSnapshotFacts[],
): Map<string, number> {
  if (!layout) {
    return new Map();
  }
  const bytes = new Map(
    childrenOf(layout, 'file').map(file => [
      textBelow(file, 'key') ?? '',
      Number(textBelow(file, 'size') ?? 0),
    ]),
  );
  const layouts = new Map(
    childrenOf(layout, 'snapshot').map(each => [
      textBelow(each, 'key') ?? '',
      each,
    ]),
  );
  const sizes = new Map<string, number>();
  for (const { id, current } of snapshots) {
    const own = layouts.get(id);
    if (own) {
      const before = diskFilesOf(own);
      const after = snapshots
        .filter(({ parent }) => parent === id)
        .flatMap(child => layouts.get(child.id) ?? [])
        .concat(current ? [layout] : [])
        .flatMap(each => [...diskFilesOf(each)]);
      const files = new Set(after.filter(key => !before.has(key)));
      for (const name of ['dataKey', 'memoryKey']) {
        files.add(textBelow(own, name) ?? '');
      }
      sizes.set(
        id,
        [...files].reduce((sum, key) => sum + (bytes.get(key) ?? 0), 0),
      );
    }
  }
  return sizes;
}

/** Keys of the files that disks consist of. */
function diskFilesOf(layout: XmlElement): Set<string> {
  return new Set(
    childrenOf(layout, 'disk')
      .flatMap(disk => childrenOf(disk, 'chain'))
      .flatMap(chain => childrenOf(chain, 'fileKey'))
      .map(({ text }) => text),
  );
}
