import {
  InventoryKind,
  inventoryKinds,
  InventoryObject,
} from '@backlot/plugin-vm-inventory-common';
import { InventorySnapshot } from '../InventorySnapshot';
import { chunkOf, encodeObjects } from './chunks';

/**
 * All chunks of a source.
 *
 * @internal
 */
export async function encodeAllChunks(
  snapshot: InventorySnapshot,
  source: string,
): Promise<Map<string, Buffer>> {
  const objects = new Map<string, InventoryObject[]>();
  for (const kind of inventoryKinds) {
    for (const object of snapshot.list(kind, source)) {
      const name = chunkOf(object);
      const chunk = objects.get(name);
      if (chunk) {
        chunk.push(object);
      } else {
        objects.set(name, [object]);
      }
    }
  }
  const chunks = new Map<string, Buffer>();
  for (const [name, chunk] of objects) {
    chunks.set(name, await encodeObjects(chunk));
  }
  return chunks;
}

/**
 * Some chunks of a source; one that would be empty is undefined.
 *
 * @internal
 */
export async function encodeChunks(
  snapshot: InventorySnapshot,
  source: string,
  names: Iterable<string>,
): Promise<Map<string, Buffer | undefined>> {
  const chunks = new Map<string, Buffer | undefined>();
  for (const name of names) {
    const [kind, bucket] = name.split('/');
    const objects: InventoryObject[] = [];
    const entries = snapshot
      .table(kind as InventoryKind)
      .inBucket(Number(bucket));
    for (const { object } of entries) {
      if (object.source === source) {
        objects.push(object);
      }
    }
    chunks.set(
      name,
      objects.length > 0 ? await encodeObjects(objects) : undefined,
    );
  }
  return chunks;
}
