import { InventorySnapshot } from '../store';
import { segment, walkSegment } from './Segment';

/**
 * Ids of a folder or resource pool and of all that are nested in it.
 *
 * @internal
 */
export function descendants(
  snapshot: InventorySnapshot,
  kind: 'folder' | 'resource-pool',
  { source, id }: { source: string; id: string },
): string[] {
  // A set, because a chain that is read while it is being moved may lead in a circle.
  const found = new Set([id]);
  for (const parent of found) {
    const nested = segment(snapshot, kind, { source, parent });
    walkSegment(nested, undefined, 0, ({ object }) => {
      found.add(object.id);
      return true;
    });
  }
  return [...found];
}

/**
 * Ids of what is right in one of some folders.
 *
 * @internal
 */
export function idsInFolders(
  snapshot: InventorySnapshot,
  kind: 'cluster' | 'datacenter',
  { source, folders }: { source: string; folders: string[] },
): string[] {
  const ids: string[] = [];
  for (const folder of folders) {
    const inFolder = segment(snapshot, kind, { source, folder });
    walkSegment(inFolder, undefined, 0, ({ object }) => {
      ids.push(object.id);
      return true;
    });
  }
  return ids;
}
